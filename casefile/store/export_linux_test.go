package store

// DriveOf and FuseDrive are how kinds of file systems are told apart.
var (
	DriveOf   = driveOf
	FuseDrive = fuseDrive
)
