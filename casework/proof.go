package casework

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"casebench/casefile"
	"casebench/casefile/hashtree"
	"casebench/casefile/store"
	"casebench/casepackage"
	"casebench/internal/fault"
)

// proofKind stands in every proof, so that it is known for one.
const proofKind = "casebench chunk proof 1"

// Proof shows that a chunk, and with it the rows in it, belongs to a source whose
// root is known: from the log, a seal, a package or a letter. It carries no content.
type Proof struct {
	Proof    string   `json:"proof"` // proofKind
	Source   uint32   `json:"source"`
	SHA256   string   `json:"sha256"` // of the whole file
	Bytes    int64    `json:"bytes"`
	Root     string   `json:"tree_root"`
	Chunks   int      `json:"chunks"`
	Chunk    int      `json:"chunk"` // its number, from 0
	Offset   int64    `json:"offset"`
	Length   int64    `json:"length"`
	ChunkSum string   `json:"chunk_sha256"`
	FirstRow int64    `json:"first_row,omitempty"`
	LastRow  int64    `json:"last_row,omitempty"`
	Path     []string `json:"path"`          // lowest sibling first, RFC 9162
	Row      *RowSpan `json:"row,omitempty"` // where one row lies in the file
}

// RowSpan is where a row lies in a plain file.
type RowSpan struct {
	Row    int64 `json:"row"`
	Offset int64 `json:"offset"`
	Length int64 `json:"length"`
}

// Prove returns the proof for the chunk that holds an event, or for one chunk of a
// source by its number. Rows of a compressed source have no place in its chunks.
func (c *Casework) Prove(ctx context.Context, ref string, chunk int) (Proof, error) {
	r, err := c.existing(ref)
	if err != nil {
		return Proof{}, err
	}
	if r.Kind != casefile.RefEvent && r.Kind != casefile.RefSource {
		return Proof{}, fault.New(fault.Usage, "Only a source or an event of it can be proven.", "Write source:N or event:SOURCE/ROW.", nil)
	}
	var src casefile.Source
	if err := c.file.View(func(tx *store.Tx) (err error) {
		src, err = tx.Source(r.N)
		return err
	}); err != nil {
		return Proof{}, err
	}
	chunks, err := c.file.Chunks(r.N)
	if err != nil {
		return Proof{}, err
	}
	if len(chunks) == 0 {
		return Proof{}, fault.New(fault.NotFound, fmt.Sprintf("Source %d has no hash tree.", r.N), "It was imported by an earlier version, or purged.", nil)
	}
	var row *RowSpan
	if r.Kind == casefile.RefEvent {
		if src.Compression != "" {
			return Proof{}, fault.New(fault.Unsupported, "This source came compressed, or in another encoding than UTF-8: a row has no place of its own in its file.", "Prove source:N, or hand over the file.", nil)
		}
		at := []casefile.Origin{{Source: r.N, Row: r.Row}}
		if err := c.file.Locate(ctx, at); err != nil {
			return Proof{}, err
		}
		row = &RowSpan{r.Row, at[0].Offset, at[0].Length}
		for chunk = 0; chunk < len(chunks)-1 && at[0].Offset >= chunks[chunk].Offset+chunks[chunk].Length; chunk++ {
		}
	}
	if chunk < 0 || chunk >= len(chunks) {
		return Proof{}, fault.New(fault.NotFound, fmt.Sprintf("Source %d has %d chunks; they are numbered from 0.", r.N, len(chunks)), "", nil)
	}
	p := proofOf(src, chunks, chunk)
	p.Row = row
	return p, nil
}

func proofOf(src casefile.Source, chunks []store.Chunk, n int) Proof {
	c := &chunks[n]
	p := Proof{Proof: proofKind, Source: src.ID, SHA256: src.SHA256, Bytes: src.Bytes, Root: src.Root, Chunks: len(chunks), Chunk: n,
		Offset: c.Offset, Length: c.Length, ChunkSum: hex.EncodeToString(c.Sum[:]), FirstRow: c.FirstRow, Path: []string{}}
	if c.FirstRow > 0 {
		p.LastRow = c.FirstRow + c.Rows - 1
	}
	leaves := make([]hashtree.Hash, len(chunks))
	for i := range chunks {
		leaves[i] = chunks[i].Leaf()
	}
	for _, h := range hashtree.Path(leaves, n) {
		p.Path = append(p.Path, hex.EncodeToString(h[:]))
	}
	return p
}

// readProof reads a proof; ok is false for any other file.
func readProof(text []byte) (p Proof, ok bool) {
	err := json.Unmarshal(text, &p)
	return p, err == nil && p.Proof == proofKind
}

// check says whether the path leads from the chunk to the root.
func (p *Proof) check() casepackage.Check {
	k := casepackage.Check{Name: "chunk proof"}
	digest := func(s string) (h hashtree.Hash, ok bool) {
		b, err := hex.DecodeString(s)
		if err != nil || len(b) != len(h) {
			return h, false
		}
		return hashtree.Hash(b), true
	}
	root, ok := digest(p.Root)
	sum, ok2 := digest(p.ChunkSum)
	path := make([]hashtree.Hash, len(p.Path))
	for i := range p.Path {
		var good bool
		path[i], good = digest(p.Path[i])
		ok = ok && good
	}
	entry := binary.LittleEndian.AppendUint64(nil, uint64(p.Offset))
	entry = append(binary.LittleEndian.AppendUint64(entry, uint64(p.Length)), sum[:]...)
	if !ok || !ok2 || !hashtree.Verify(hashtree.Leaf(entry), p.Chunk, p.Chunks, path, root) {
		k.Detail = fmt.Sprintf("chunk %d of source %d does not lead to the root that the proof names", p.Chunk, p.Source)
		return k
	}
	k.OK = true
	k.Detail = fmt.Sprintf("bytes %d to %d with SHA-256 %s are chunk %d of %d under the root %s; compare the root with the log, a seal or a package",
		p.Offset, p.Offset+p.Length-1, p.ChunkSum, p.Chunk, p.Chunks, p.Root)
	return k
}
