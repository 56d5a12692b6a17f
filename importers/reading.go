package importers

import (
	"context"

	"casebench/casefile"
)

// Reading is one input that an importer has agreed to read: a Rows or a
// Document.
type Reading interface {
	// About says what the input turned out to be. Run asks once more after the
	// last batch, when the counts in Assumed are known.
	About() About
}

// About is what a Reading has to say of its input.
type About struct {
	Table   string            // canonical table, or "indicators"
	Mapping *casefile.Mapping // the mapping in force; nil when the format needs none
	Assumed []string          // what was taken and not stated by the file, in sentences
}

// Rows is a Reading of a stream of records. Run cuts the stream into chunks of
// whole records and has them decoded by several decoders at once.
type Rows interface {
	Reading
	// Cut returns the length of the longest prefix of chunk that is whole records,
	// line ends included. The chunk begins with a record. When last is true
	// nothing follows, and an unfinished record at the end counts as whole. Cut is
	// called from one goroutine and its result depends on its arguments alone.
	Cut(chunk []byte, last bool) int
	// NewDecoder returns a decoder for the use of one goroutine.
	NewDecoder() Decoder
}

// Carrier is a Rows whose records mean something only under what stood before
// them, such as a header that a file may repeat and change.
type Carrier interface {
	Rows
	// Carry is called once for each chunk, in the order of the file and from one
	// goroutine, and returns what its decoder finds in Chunk.Before: whatever the
	// chunks before it left in force. It depends on their bytes alone, and what it
	// has returned is not changed any more.
	Carry(chunk []byte) any
}

// Decoder turns chunks into batches.
type Decoder interface {
	// Decode fills the batch's Rows, Skipped, Blocks, Rejects, Indicators and
	// Defects from the chunk; Run fills the rest. The batch belongs to the decoder
	// and is good until its next Decode. The result depends on the chunk and on
	// what the Reading was opened with, never on what this decoder decoded before. Decode
	// returns ctx's error soon after cancellation.
	Decode(ctx context.Context, c Chunk) (*casefile.Batch, error)
}

// Chunk is a stretch of the decoded stream that is whole records.
type Chunk struct {
	Index  int
	Offset int64 // of Raw in the decoded stream; 0 is where a header row may be
	Raw    []byte
	Before any // what a Carrier carried up to here; nil at the beginning of a file
}

// Document is a Reading of an input that can only be understood whole.
type Document interface {
	Reading
	// Limit is the greatest size in bytes, after decompression, that is read.
	Limit() int64
	// Parse reads the document and returns its batches in order, each with Offset
	// and Raw set so that together they are the document byte for byte. A document
	// of another kind is a fault.
	Parse(ctx context.Context, doc []byte) ([]*casefile.Batch, error)
}

// Sink takes what Run reads. store.Loader is one.
type Sink interface {
	// Pack does the heavy encoding of a batch. It is called from several
	// goroutines at once, depends on the batch alone and keeps nothing of it.
	Pack(b *casefile.Batch) (casefile.Packed, error)
	// Put takes packed batches in order of their Index, from one goroutine.
	Put(p casefile.Packed) error
	// Part takes the i-th PartBytes of a compressed input as received, in order,
	// from the goroutine that calls Put. The bytes belong to the sink. It is not
	// called for plain inputs, whose chunks are the original.
	Part(index int, p []byte) error
}
