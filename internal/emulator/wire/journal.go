package wire

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// Default limits of a journal. Ordinary requests reach the number of entries at
// about a quarter of the bytes; long URLs reach the bytes first.
const (
	DefaultJournalSize  = 100_000
	DefaultJournalBytes = 64 << 20

	// entryOverhead is the approximate size of an entry without its texts.
	entryOverhead = 200
)

// Entry is one request. It has neither headers nor bodies, so that a journal
// contains no secrets.
type Entry struct {
	// Time is the time of arrival on the virtual clock.
	Time    time.Time `json:"time"`
	Tenant  string    `json:"tenant"`
	Cloud   string    `json:"cloud"`
	Service Service   `json:"service"`
	Method  string    `json:"method"`
	// Path is the path and query as the client wrote them, without the values of
	// secret parameters.
	Path string `json:"path"`
	// Cmdlet is the cmdlet of a request to Exchange Online.
	Cmdlet string `json:"cmdlet,omitempty"`
	// Status is 0 until the response starts, and after a reset.
	Status int `json:"status"`
	// Batch marks an item of a $batch; the $batch request has its own entry.
	Batch bool `json:"batch"`
	// Dropped means that a fault rule withheld the response or half of it.
	Dropped    bool    `json:"dropped,omitempty"`
	RequestID  string  `json:"request_id"`
	DurationMS float64 `json:"duration_ms"`
}

// size is the approximate memory size of an entry.
func (e *Entry) size() int {
	return entryOverhead + len(e.Tenant) + len(e.Method) + len(e.Path) + len(e.Cmdlet) + len(e.RequestID)
}

// Limits are the limits of a journal. The zero value stands for the defaults.
type Limits struct {
	Entries int
	// Bytes is the approximate memory size of the entries.
	Bytes int
}

// Journal records requests in the order of arrival. When it is full, the oldest
// entries are dropped and counted. It is safe for concurrent use.
type Journal struct {
	now    func() time.Time
	limits Limits

	mu      sync.Mutex
	entries []*Entry
	first   int // index of the oldest entry
	bytes   int
	dropped int
}

// NewJournal returns an empty journal. Now is the clock of the entries.
func NewJournal(now func() time.Time, limits Limits) *Journal {
	if limits.Entries == 0 {
		limits.Entries = DefaultJournalSize
	}
	if limits.Bytes == 0 {
		limits.Bytes = DefaultJournalBytes
	}
	return &Journal{now: now, limits: limits}
}

// Layer records each request.
func (j *Journal) Layer() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			subject := SubjectFrom(r.Context())
			entry := &Entry{
				Time:      j.now(),
				Tenant:    subject.Tenant,
				Cloud:     subject.Cloud,
				Service:   subject.Service,
				Method:    strings.Clone(r.Method), // part of the request line, which would be kept in memory
				Path:      redacted(r.URL),
				Cmdlet:    subject.Cmdlet,
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
			rec.record(http.StatusOK) // for a handler that leaves the status to net/http
		})
	}
}

func (j *Journal) append(e *Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, e)
	j.bytes += e.size()
	for len(j.entries)-j.first > j.limits.Entries || j.bytes > j.limits.Bytes {
		j.bytes -= j.entries[j.first].size()
		j.entries[j.first] = nil
		j.first++
		j.dropped++
	}
	if j.first > len(j.entries)/2 {
		kept := copy(j.entries, j.entries[j.first:])
		clear(j.entries[kept:])
		j.entries, j.first = j.entries[:kept], 0
	}
}

func (j *Journal) answered(e *Entry, status int, dropped bool, took time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e.Status, e.Dropped = status, dropped
	e.DurationMS = float64(took.Microseconds()) / 1000
}

// Entries returns copies of the matching entries, oldest first, and the number of
// entries dropped since the last Clear.
func (j *Journal) Entries(f Filter) (entries []Entry, dropped int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	entries = []Entry{}
	filter := f.compile()
	for _, e := range j.entries[j.first:] {
		if filter.matches(e) {
			entries = append(entries, *e)
		}
	}
	return entries, j.dropped
}

// Clear removes all entries. Requests in progress are not recorded.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.first, j.bytes, j.dropped = nil, 0, 0, 0
}
