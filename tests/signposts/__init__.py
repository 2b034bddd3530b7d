"""Offers of help, the listening notice, replies to belittling remarks."""
