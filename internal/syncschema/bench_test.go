package syncschema

import (
	"bytes"
	"testing"
)

// BenchmarkParse reads a schema of the size of real ones, which list every attribute
// of both directories.
func BenchmarkParse(b *testing.B) {
	text := bytes.Replace(realistic(b), []byte(`"objects": [ ]`), append(append([]byte(`"objects": [`), bytes.Repeat([]byte(`{"name":"x","attributes":[1,2,{"y":"z"}]},`), 10000)...), "null]"...), 1)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
