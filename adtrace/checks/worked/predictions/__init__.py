"""What each mistake would make of a line: functions from a line to the numbers that it may come to."""
