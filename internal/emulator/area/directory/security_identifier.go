package directory

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// securityIdentifier is the SID of a directory object: the prefix of Entra ID and
// the id as four numbers. A GUID has its first three groups as numbers and the rest
// as bytes.
func securityIdentifier(id string) any {
	b, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	if err != nil || len(b) != 16 {
		return nil
	}
	second := uint32(binary.BigEndian.Uint16(b[4:])) | uint32(binary.BigEndian.Uint16(b[6:]))<<16
	return fmt.Sprintf("S-1-12-1-%d-%d-%d-%d",
		binary.BigEndian.Uint32(b), second, binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:]))
}
