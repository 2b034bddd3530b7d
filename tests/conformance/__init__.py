"""What every platform does, whatever it is: one suite, run on each."""
