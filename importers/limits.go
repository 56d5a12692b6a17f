package importers

// The limits that hostile or broken input meets. Errors and rejects name them.
const (
	// ChunkBytes is how much of the decoded stream is decoded at once. It decides
	// where batches are cut and is therefore part of what makes a case the same
	// bytes everywhere.
	ChunkBytes = 8 << 20
	// MaxRecord is the longest record that is read. A longer one is rejected and
	// skipped up to the next line end.
	MaxRecord = 64 << 20
	// MaxDocument is the largest whole document that is read.
	MaxDocument = 256 << 20
	// PartBytes is the size of the pieces in which a compressed input is kept.
	PartBytes = 4 << 20
	// MaxDecoded is the most that one compressed input may inflate to.
	MaxDecoded = 1 << 40
	// MaxRatio is how many times its size a compressed input may inflate to, once
	// it has given RatioFrom bytes. Logs reach 10 to 60; deflate ends at 1,032.
	MaxRatio = 400
	// RatioFrom is where MaxRatio begins to count.
	RatioFrom = 256 << 20
	// parquetRatio is how many times the size of a Parquet file its lines may be: they
	// repeat the names of columns, and pages repeat values for nothing.
	parquetRatio = 4000
	// MaxLayers is how many times over an input may be compressed.
	MaxLayers = 3
	// MaxMembers is how many files an archive may hold, with all archives inside it.
	MaxMembers = 100_000
	// MaxNested is how many archives a file may lie in, one inside the other.
	MaxNested = 4
	// MaxHeld is the largest archive inside another, or Parquet file inside one, that
	// is read: it is held in memory.
	MaxHeld = 256 << 20
	// MaxDepth is how deeply JSON may nest.
	MaxDepth = 1000
	// MaxValues is how many values, one inside the other or not, one JSON record of a
	// vendor may hold.
	MaxValues = 2 << 20
)
