package reconcile

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// randomLedger has the ids and fingerprints of a real one.
func randomLedger(n int) *Ledger {
	r, l := rand.New(rand.NewPCG(7, 7)), NewLedger()
	id := func() (id ID) {
		for i := range id {
			id[i] = byte(r.Uint32())
		}
		return id
	}
	for i := range n {
		e := Entry{Source: id(), Target: id(), Hash: r.Uint64(), Owned: true}
		if i%50 == 0 {
			e.State, e.Since, e.Hidden = Leaving, 1_770_000_000+int64(r.IntN(2_000_000)), true
		}
		l.put(e)
	}
	return l
}

// TestLedgerIsCompact limits the size, because Terraform keeps the ledger in the
// state, where base64 adds a third three times.
func TestLedgerIsCompact(t *testing.T) {
	t.Parallel()
	const n = 20_000
	data, err := randomLedger(n).Encode()
	if err != nil {
		t.Fatal(err)
	}
	if each := float64(len(data)) / n; each > 42 {
		t.Errorf("an entry takes %.1f bytes", each)
	}
}

func TestEmptyLedger(t *testing.T) {
	t.Parallel()
	l, err := DecodeLedger(nil)
	if err != nil || l.Len() != 0 {
		t.Errorf("no bytes are %v, %v", l, err)
	}
}

func TestDamagedLedger(t *testing.T) {
	t.Parallel()
	good, err := randomLedger(3).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"format":    append([]byte{9}, good[1:]...),
		"number":    {ledgerFormat},
		"shortened": good[:len(good)-9],
		"more":      append([]byte{ledgerFormat, 4}, good[2:]...),
		"fewer":     append([]byte{ledgerFormat, 2}, good[2:]...),
	} {
		if _, err := DecodeLedger(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzDecodeLedger(f *testing.F) {
	good, err := randomLedger(3).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := DecodeLedger(data)
		if err != nil {
			return
		}
		once, err := l.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := DecodeLedger(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := again.Encode(); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%v: the encoding is not stable", err)
		}
	})
}

func FuzzParseID(f *testing.F) {
	f.Add("6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseID(text)
		if err != nil {
			return
		}
		if again, err := ParseID(id.String()); err != nil || again != id {
			t.Errorf("%q is %s, %v", text, id, err)
		}
	})
}

func TestParseID(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "6ea91a8de32e41a1b7bdd2d185eed0e0", "6ea91a8d-e32e-41a1-b7bd-d2d185eed0eX", "6ea91a8d-e32e-41a1-b7bd_d2d185eed0e0"} {
		if _, err := ParseID(text); err == nil {
			t.Errorf("%q is an id", text)
		}
	}
	if id, err := ParseID("6EA91A8D-e32e-41a1-b7bd-d2d185eed0e0"); err != nil || id.None() || id.String() != "6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0" {
		t.Errorf("%s, %v", id, err)
	}
}

func BenchmarkNothingToDo(b *testing.B) {
	l := randomLedger(300_000)
	in := Input{Ledger: l}
	for b.Loop() {
		if r := Reconcile(standard(), in); len(r.Steps) > 0 {
			b.Fatal(len(r.Steps))
		}
	}
}
