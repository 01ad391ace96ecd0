package wire

import (
	"net/http"
	"sync"
	"time"
)

// DefaultJournalSize is how many entries a journal keeps unless told otherwise.
const DefaultJournalSize = 100_000

// Entry is one request that was made. It has neither headers nor bodies, so that
// a journal can be shown to anybody.
type Entry struct {
	// Time is the arrival on the virtual clock.
	Time    time.Time `json:"time"`
	Tenant  string    `json:"tenant"`
	Cloud   string    `json:"cloud"`
	Service Service   `json:"service"`
	Method  string    `json:"method"`
	// Path is as the client wrote it, query included.
	Path string `json:"path"`
	// Status is 0 until the answer starts.
	Status int `json:"status"`
	// Batch marks an item of a $batch; the $batch request has an entry of its own.
	Batch bool `json:"batch"`
	// Dropped says that the answer, or half of it, was withheld by a fault rule.
	Dropped    bool    `json:"dropped,omitempty"`
	RequestID  string  `json:"request_id"`
	DurationMS float64 `json:"duration_ms"`
}

// Journal remembers requests in the order of their arrival. It is bounded: the
// oldest entries go first, and are counted. It is safe for concurrent use.
type Journal struct {
	now  func() time.Time
	size int

	mu      sync.Mutex
	entries []*Entry
	start   int // index of the oldest entry once the ring is full
	dropped int
}

// NewJournal makes a journal of at most size entries, [DefaultJournalSize] when
// size is 0. Now is the clock that dates entries.
func NewJournal(now func() time.Time, size int) *Journal {
	if size == 0 {
		size = DefaultJournalSize
	}
	return &Journal{now: now, size: size}
}

// Layer records each request that passes.
func (j *Journal) Layer() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			subject := SubjectFrom(r.Context())
			entry := &Entry{
				Time:      j.now(),
				Tenant:    subject.Tenant,
				Cloud:     subject.Cloud,
				Service:   subject.Service,
				Method:    r.Method,
				Path:      r.URL.RequestURI(),
				Batch:     subject.Batch,
				RequestID: w.Header().Get(headerRequestID),
			}
			j.append(entry)
			rec := &recorder{
				ResponseWriter: w,
				journal:        j,
				entry:          entry,
				connection:     connectionFrom(r.Context()),
				began:          time.Now(),
			}
			next.ServeHTTP(rec, r)
			rec.record(http.StatusOK) // for a handler that left the status to net/http
		})
	}
}

func (j *Journal) append(e *Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) < j.size {
		j.entries = append(j.entries, e)
		return
	}
	j.entries[j.start] = e
	j.start = (j.start + 1) % j.size
	j.dropped++
}

func (j *Journal) answered(e *Entry, status int, dropped bool, took time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e.Status, e.Dropped = status, dropped
	e.DurationMS = float64(took.Microseconds()) / 1000
}

// Entries returns copies of the entries that match, oldest first, and how many
// older ones have been dropped since the last Clear.
func (j *Journal) Entries(f Filter) (entries []Entry, dropped int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	entries = []Entry{}
	filter := f.compile()
	for i := range j.entries {
		e := j.entries[(j.start+i)%len(j.entries)]
		if filter.matches(e) {
			entries = append(entries, *e)
		}
	}
	return entries, j.dropped
}

// Clear forgets all requests. Those still under way finish unrecorded.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.start, j.dropped = nil, 0, 0
}
