package casework_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// parquetRows reads a file back and counts rows, and those with an account.
func parquetRows(t *testing.T, b []byte) (rows, accounts int) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	column, ok := f.Schema().Lookup("account_id")
	if !ok {
		t.Fatal("there is no account_id column")
	}
	r := parquet.NewReader(f)
	buf := make([]parquet.Row, 64)
	for {
		n, err := r.ReadRows(buf)
		for _, row := range buf[:n] {
			rows++
			for _, v := range row {
				if v.Column() == column.ColumnIndex && !v.IsNull() {
					accounts++
				}
			}
		}
		if err == io.EOF {
			return rows, accounts
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
