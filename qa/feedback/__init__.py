"""What editors say of findings, and what follows: precision, calibration, proposed settings."""
