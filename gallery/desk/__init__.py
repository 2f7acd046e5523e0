"""What people see of the whole: their work, the state of the installation, its facts, its log."""
