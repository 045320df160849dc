"""The service: plain asyncio, knows no front end, does all the work."""
