package reconcile

import (
	"encoding/hex"
	"fmt"
)

// ID is the object id of a user. Its zero value is no user.
type ID [16]byte

// ParseID parses a GUID in the form of Graph, in any case.
func ParseID(text string) (ID, error) {
	var id ID
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return id, fmt.Errorf("%q is not an object id", text)
	}
	digits := text[:8] + text[9:13] + text[14:18] + text[19:23] + text[24:]
	if _, err := hex.Decode(id[:], []byte(digits)); err != nil {
		return ID{}, fmt.Errorf("%q is not an object id", text)
	}
	return id, nil
}

// String returns the id in the form of Graph.
func (id ID) String() string {
	h := hex.EncodeToString(id[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// None reports whether the id is no user.
func (id ID) None() bool { return id == ID{} }
