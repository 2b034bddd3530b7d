"""What moderators settle for their community: setting up, and all settings at once."""
