"""Reading video and sound. The only package that imports PyAV."""
