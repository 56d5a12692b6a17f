package store

// syncFolder does nothing: Windows keeps names of files in a journal of its own.
func syncFolder(string) error { return nil }
