package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

type thing struct {
	ID, Name string
	Gone     time.Time
}

// The index, the order and the records of a store agree after any operations, and
// an object keeps its position through the recycle bin.
func TestStoresStayConsistent(t *testing.T) {
	t.Parallel()
	things := &Set[thing]{
		Declaration: Declaration{Name: "things"},
		ID:          func(x *thing) *string { return &x.ID },
		Index:       func(x *thing) []string { return []string{"name:" + x.Name} },
		Bin:         &Bin[thing]{Deleted: func(x *thing) *time.Time { return &x.Gone }},
	}
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 0))
		now := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
		w := New(Options{Now: func() time.Time { return now }, Lag: time.Duration(random.IntN(2)) * time.Minute, Areas: []Area{{Parts: []Part{things}}}})
		const tenant = "11111111-1111-4111-8111-111111111111"
		parsed, err := ParseSeed(w.options.Areas, "seed", []byte(`{"tenants":[{"key":"contoso","tenant_id":"`+tenant+`"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Load(parsed); err != nil {
			t.Fatal(err)
		}
		for range 200 {
			operate(t, w, things, tenant, random)
			if err := w.Write(tenant, func(d *Directory, _ Moment) error {
				checkIndex(t, things.in(d).live)
				checkIndex(t, things.in(d).bin)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// operate performs a random operation, which may fail.
func operate(t *testing.T, w *World, things *Set[thing], tenant string, random *rand.Rand) {
	t.Helper()
	id := fmt.Sprintf("t%d", random.IntN(6))
	switch random.IntN(5) {
	case 0, 1:
		if err := w.Write(tenant, func(d *Directory, at Moment) error {
			things.Put(d, &thing{ID: id, Name: fmt.Sprint(random.IntN(4))}, at)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	case 2:
		_ = things.Delete(w, tenant, id, Actor{}) // the set may be empty
	case 3:
		if _, err := things.Get(w, tenant, id); err != nil {
			_, _ = things.Restore(w, tenant, id, nil, Actor{}) // the set may be empty
		}
	default:
		w.Advance(time.Duration(random.IntN(40)) * time.Minute * 24)
	}
}

// checkIndex compares an index with one built from scratch.
func checkIndex[T any](t *testing.T, s *store[T]) {
	t.Helper()
	rebuilt := map[string]int{}
	for _, r := range s.order {
		if s.records[r.id] != r {
			t.Fatalf("%s is in the order and not in the records", r.id)
		}
		for k := range s.keysOf(r) {
			rebuilt[k]++
		}
	}
	if len(s.order) != len(s.records) || len(rebuilt) != len(s.index.first) {
		t.Fatalf("%d ordered, %d recorded, %d keys rebuilt, %d indexed", len(s.order), len(s.records), len(rebuilt), len(s.index.first))
	}
	for k, n := range rebuilt {
		if found := slices.Collect(s.index.under(k)); len(found) != n {
			t.Fatalf("key %s has %d entries, want %d", k, len(found), n)
		}
	}
}
