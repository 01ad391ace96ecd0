package evidence

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// longestLine is the length of the longest line, in bytes.
const longestLine = 1 << 18

// Anchor is a head that is known from elsewhere, which a file has to contain.
type Anchor struct {
	Head Head
	// Continued means that it is enough that the file continues the head, or that it has
	// no record yet.
	Continued bool
}

// Summary describes a valid chain.
type Summary struct {
	Head Head
	Runs int
	// First and Last are the times of the first and the last record.
	First, Last string
	// SourceTenant and TargetTenant are the edge.
	SourceTenant, TargetTenant string
	// Unfinished are changes without a result: their run was interrupted.
	Unfinished int
	// Valid is the length of the complete lines, and Torn that of an incomplete last
	// line, which an interrupted run leaves, in bytes.
	Valid, Torn int64
}

// BrokenError means that a file is not the chain that was written.
type BrokenError struct {
	// Line is the number of the first wrong line; zero if lines are missing.
	Line   int
	Reason string
}

func (e *BrokenError) Error() string {
	if e.Line == 0 {
		return e.Reason
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
}

// reader reads one chain.
type reader struct {
	Summary
	anchor   Anchor
	anchored bool
	line     int
	// open are the intents without a result.
	open map[uint64]bool
	// running is whether a run has begun and not ended.
	running bool
}

// Read verifies a chain up to its last complete line. An error is a [*BrokenError] if the
// chain is broken.
func Read(from io.Reader, anchor Anchor) (Summary, error) {
	r := &reader{anchor: anchor, anchored: anchor.Head.Number == 0, open: map[uint64]bool{}}
	lines := bufio.NewReaderSize(from, longestLine)
	for {
		line, err := lines.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			r.Torn = int64(len(line))
			return r.end()
		case errors.Is(err, bufio.ErrBufferFull):
			return r.Summary, &BrokenError{r.line + 1, "it is too long"}
		case err != nil:
			return r.Summary, fmt.Errorf("read evidence: %w", err)
		}
		r.line++
		if err := r.take(line); err != nil {
			return r.Summary, &BrokenError{r.line, err.Error()}
		}
		r.Valid += int64(len(line))
	}
}

// end checks what a whole file has to have.
func (r *reader) end() (Summary, error) {
	r.Unfinished += len(r.open)
	if begins := r.anchor.Continued && r.Head.Number == 0; !r.anchored && !begins {
		return r.Summary, &BrokenError{0, fmt.Sprintf("the file ends with record %d and lacks record %s", r.Head.Number, r.anchor.Head)}
	}
	return r.Summary, nil
}

// take verifies a line.
func (r *reader) take(line []byte) error {
	body, hash, err := split(line)
	if err != nil {
		return err
	}
	if sum(body) != hash {
		return errors.New("its hash is that of another record")
	}
	rec, err := decode(body)
	if err != nil {
		return err
	}
	if rec.Number != r.Head.Number+1 || rec.Previous != r.Head.Hash {
		return fmt.Errorf("record %d does not follow record %d", rec.Number, r.Head.Number)
	}
	if err := r.follow(rec); err != nil {
		return err
	}
	r.Head = Head{rec.Number, hash}
	if r.First == "" {
		r.First = rec.Time
	}
	r.Last = rec.Time
	return r.meet(rec)
}

// meet compares a record with the anchor.
func (r *reader) meet(rec Record) error {
	a := r.anchor
	if rec.Number == 1 && a.Continued && rec.Continues != "" && rec.Continues == a.Head.String() {
		r.anchored = true
	}
	if r.anchored || rec.Number != a.Head.Number {
		return nil
	}
	if r.Head != a.Head {
		return fmt.Errorf("record %d is another one than the known record %s", rec.Number, a.Head)
	}
	r.anchored = true
	return nil
}

// split separates the hash of a line from the record.
func split(line []byte) (body []byte, hash string, err error) {
	malformed := errors.New("it does not end with a hash")
	const width = len(beforeHash) + 64 + len(afterHash)
	at := len(line) - width
	if at < 1 || !bytes.HasPrefix(line[at:], []byte(beforeHash)) || !bytes.HasSuffix(line, []byte(afterHash)) {
		return nil, "", malformed
	}
	hash = string(line[at+len(beforeHash):][:64])
	if !isHash(hash) {
		return nil, "", malformed
	}
	return append(bytes.Clone(line[:at]), '}'), hash, nil
}

// follow checks that a record makes sense after those before.
func (r *reader) follow(rec Record) error {
	if rec.Kind != Run && !r.running {
		return fmt.Errorf("a record of kind %q is outside of a run", rec.Kind)
	}
	switch rec.Kind {
	case Run:
		return r.begin(rec)
	case Intent:
		r.open[rec.Number] = true
	case Result:
		if !r.open[rec.Of] {
			return fmt.Errorf("it is the result of record %d, which waits for none", rec.Of)
		}
		delete(r.open, rec.Of)
	case End:
		r.running = false
	default:
		return fmt.Errorf("%q is not a kind of record", rec.Kind)
	}
	return nil
}

// begin begins a run, of the same edge as the runs before.
func (r *reader) begin(rec Record) error {
	if r.Runs > 0 && (rec.SourceTenant != r.SourceTenant || rec.TargetTenant != r.TargetTenant || rec.Continues != "") {
		return errors.New("it begins a run of another chain")
	}
	r.SourceTenant, r.TargetTenant = rec.SourceTenant, rec.TargetTenant
	r.Unfinished += len(r.open)
	clear(r.open)
	r.running = true
	r.Runs++
	return nil
}
