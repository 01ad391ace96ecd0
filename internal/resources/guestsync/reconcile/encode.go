package reconcile

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// ledgerFormat is the first byte of an encoded ledger.
const ledgerFormat = 1

// mostEntries bounds the memory that a damaged ledger can request.
const mostEntries = 50_000_000

// Encode returns the ledger as bytes: the format, the number of entries, and
// compressed columns in the order of the sources. An entry takes about 42 bytes.
func (l *Ledger) Encode() ([]byte, error) {
	out := bytes.NewBuffer([]byte{ledgerFormat})
	out.Write(binary.AppendUvarint(nil, uint64(l.Len())))
	w, err := flate.NewWriter(out, flate.DefaultCompression)
	if err != nil {
		return nil, fmt.Errorf("encode ledger: %w", err)
	}
	columns := []func([]byte, Entry) []byte{
		func(b []byte, e Entry) []byte { return append(b, e.Source[:]...) },
		func(b []byte, e Entry) []byte { return append(b, e.Target[:]...) },
		func(b []byte, e Entry) []byte { return binary.LittleEndian.AppendUint64(b, e.Hash) },
		func(b []byte, e Entry) []byte { return append(b, flags(e)) },
		func(b []byte, e Entry) []byte { return binary.LittleEndian.AppendUint64(b, uint64(e.Since)) },
	}
	entries := slices.Collect(l.sorted())
	for _, column := range columns {
		buffer := make([]byte, 0, 16*l.Len())
		for _, e := range entries {
			buffer = column(buffer, e)
		}
		if _, err := w.Write(buffer); err != nil {
			return nil, fmt.Errorf("encode ledger: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("encode ledger: %w", err)
	}
	return out.Bytes(), nil
}

// The flags of an entry, beside its state.
const (
	ownedFlag    = 0x80
	hiddenFlag   = 0x40
	disabledFlag = 0x20
	deniedShift  = 3
	deniedMask   = 0x03
	stateMask    = 0x07
	// parkedBlocked is the state of a Parked user with Blocked, which has no flag left.
	parkedBlocked = 7
)

func flags(e Entry) byte {
	b := byte(e.State) | byte(e.Denied)<<deniedShift
	if e.State == Parked && e.Blocked {
		b = parkedBlocked | byte(e.Denied)<<deniedShift
	}
	for flag, set := range map[byte]bool{ownedFlag: e.Owned, hiddenFlag: e.Hidden, disabledFlag: e.Disabled} {
		if set {
			b |= flag
		}
	}
	return b
}

// DecodeLedger reads an encoded ledger; no bytes are an empty one.
func DecodeLedger(data []byte) (*Ledger, error) {
	l := NewLedger()
	if len(data) == 0 {
		return l, nil
	}
	if data[0] != ledgerFormat {
		return nil, fmt.Errorf("decode ledger: format %d is unknown", data[0])
	}
	n, length := binary.Uvarint(data[1:])
	if length <= 0 || n > mostEntries {
		return nil, errors.New("decode ledger: the number of entries is missing or too large")
	}
	const width = 16 + 16 + 8 + 1 + 8
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data[1+length:])), int64(n)*width+1))
	if err != nil {
		return nil, fmt.Errorf("decode ledger: %w", err)
	}
	if len(raw) != int(n)*width {
		return nil, fmt.Errorf("decode ledger: %d bytes are not those of %d entries", len(raw), n)
	}
	return l, l.decode(raw, int(n))
}

func (l *Ledger) decode(raw []byte, n int) error {
	column := func(start, width, i int) []byte { return raw[start*n+i*width:][:width] }
	for i := range n {
		flag, since := column(40, 1, i)[0], binary.LittleEndian.Uint64(column(41, 8, i))
		e := Entry{
			Source: ID(column(0, 16, i)), Target: ID(column(16, 16, i)), Hash: binary.LittleEndian.Uint64(column(32, 8, i)),
			State: State(flag & stateMask), Denied: Denial(flag >> deniedShift & deniedMask),
			Owned: flag&ownedFlag != 0, Hidden: flag&hiddenFlag != 0, Disabled: flag&disabledFlag != 0,
		}
		if e.State == parkedBlocked {
			e.State, e.Blocked = Parked, true
		}
		if since > math.MaxInt64 {
			return fmt.Errorf("decode ledger: entry %d has an unknown time", i)
		}
		e.Since = int64(since)
		_, doubled := l.entries[e.Source]
		_, shared := l.sources[e.Target]
		if doubled || shared && e.has() {
			return fmt.Errorf("decode ledger: entry %d repeats a user", i)
		}
		l.put(e)
	}
	return nil
}
