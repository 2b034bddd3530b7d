"""What moderators changed: who, when, before and after; and the way back."""
