package parquetfile

// The limits that a file meets. Faults name them.
const (
	// MaxColumns is how many columns, nested ones counted one by one, are read.
	MaxColumns = 2000
	// MaxDepth is how deeply columns may nest.
	MaxDepth = 32
	// MaxFooter is the largest footer that is read.
	MaxFooter = 16 << 20
	// MaxPage is the largest page that is read, after decompression.
	MaxPage = 256 << 20
	// MaxPages is the most that the pages which lie side by side at one row of all
	// columns may hold together, dictionaries included.
	MaxPages = 2 << 30
	// MaxLine is the longest line that a row may become.
	MaxLine = 256 << 20
)
