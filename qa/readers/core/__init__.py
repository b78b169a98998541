"""What several readers are built on."""
