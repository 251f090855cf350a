"""The stages of one video as one resumable, cancellable job; batches and reports."""
