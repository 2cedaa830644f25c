"""What several adapters need and nobody else."""
