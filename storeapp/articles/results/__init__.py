"""What articles brought: figures of each publication, the orders counted for it, and what the owner learned."""
