"""What `authbridge_doctor` and `authbridge_inspect` say: the installation, a token, and what each reason means."""
