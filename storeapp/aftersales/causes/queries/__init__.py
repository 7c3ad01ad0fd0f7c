"""What is read of costs, causes and figures of service."""
