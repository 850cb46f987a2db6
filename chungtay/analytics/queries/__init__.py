"""What may be asked, and the answers. Each starts from what the hat may see."""
