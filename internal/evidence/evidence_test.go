package evidence

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/subcommand"
)

const now = "2026-03-01T08:00:00.000Z"

// write appends records to a chain.
func write(t *testing.T, h Head, records ...Record) ([]byte, Head) {
	t.Helper()
	var file []byte
	for _, r := range records {
		line, next, err := h.Next(r)
		if err != nil {
			t.Fatal(err)
		}
		file, h = append(file, line...), next
	}
	return file, h
}

// records are a run with two changes, of which the last has no result, and another run.
func records() []Record {
	value := "Contoso"
	return []Record{
		{Kind: Run, Time: now, SourceTenant: "a", TargetTenant: "b"},
		{
			Kind: Intent, Time: now, Change: "create", Why: "in scope", SourceUser: "u1",
			Attributes: []Attribute{{Name: "companyName", Value: &value}, {Name: "department", Digest: Head{}.Digest("department", "Sales")}},
		},
		{Kind: Result, Time: now, Of: 2, Outcome: "done", TargetUser: "t1"},
		{Kind: Intent, Time: now, Change: "delete", SourceUser: "u2", TargetUser: "t2"},
		{Kind: Run, Time: now, SourceTenant: "a", TargetTenant: "b", Discarded: 7},
		{Kind: End, Time: now},
	}
}

func read(file []byte, a Anchor) (Summary, error) { return Read(bytes.NewReader(file), a) }

func TestChain(t *testing.T) {
	t.Parallel()
	file, head := write(t, Head{}, records()...)
	s, err := read(file, Anchor{Head: head})
	if err != nil {
		t.Fatal(err)
	}
	want := Summary{
		Head: head, Runs: 2, First: now, Last: now, SourceTenant: "a", TargetTenant: "b", Unfinished: 1, Valid: int64(len(file)),
	}
	if s != want {
		t.Errorf("summary %+v, want %+v", s, want)
	}
	if again, err := ParseHead(head.String()); err != nil || again != head {
		t.Errorf("the head %s is parsed as %v, %v", head, again, err)
	}
	if !strings.HasPrefix(string(file), `{"n":1,"time":"`+now+`","kind":"run","source_tenant":"a","target_tenant":"b","hash":"`) {
		t.Errorf("the first line is %s", file[:200])
	}
}

// TestInterrupted reads what a killed run leaves at any byte, and continues it.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	file, _ := write(t, Head{}, records()...)
	for at := range len(file) + 1 {
		s, err := read(file[:at], Anchor{})
		if err != nil || s.Valid+s.Torn != int64(at) {
			t.Fatalf("at byte %d: %+v, %v", at, s, err)
		}
		more, head := write(t, s.Head, Record{Kind: Run, SourceTenant: "a", TargetTenant: "b", Discarded: s.Torn}, Record{Kind: End})
		again, err := read(append(bytes.Clone(file[:s.Valid]), more...), Anchor{Head: s.Head})
		if err != nil || again.Head != head || again.Torn != 0 {
			t.Fatalf("continued at byte %d: %+v, %v", at, again, err)
		}
	}
}

// TestAltered finds every altered byte, and every line that is missing, moved or
// inserted.
func TestAltered(t *testing.T) {
	t.Parallel()
	file, head := write(t, Head{}, records()...)
	for at := range file {
		altered := bytes.Clone(file)
		altered[at] ^= 1
		if s, err := read(altered, Anchor{Head: head}); err == nil {
			t.Fatalf("byte %d is altered: %+v", at, s)
		}
	}
	lines := bytes.SplitAfter(file, []byte("\n"))
	lines = lines[:len(lines)-1]
	for i := range lines {
		without := bytes.Join(append(append([][]byte{}, lines[:i]...), lines[i+1:]...), nil)
		if _, err := read(without, Anchor{Head: head}); err == nil {
			t.Errorf("line %d is missing", i+1)
		}
		twice := bytes.Join(append(append([][]byte{}, lines[:i+1]...), lines[i:]...), nil)
		if _, err := read(twice, Anchor{Head: head}); err == nil {
			t.Errorf("line %d is there twice", i+1)
		}
	}
	forged := records()
	forged[1].SourceUser = "u9"
	other, _ := write(t, Head{}, forged...)
	if _, err := read(other, Anchor{}); err != nil {
		t.Errorf("a chain of its own: %v", err)
	}
	for name, at := range map[string]Head{"the end": head, "a record": {2, head.Hash}} {
		broken := (*BrokenError)(nil)
		if _, err := read(other, Anchor{Head: at}); !errors.As(err, &broken) {
			t.Errorf("a replaced file with %s known: %v", name, err)
		}
	}
}

// TestNonsense refuses chains whose hashes are right.
func TestNonsense(t *testing.T) {
	t.Parallel()
	run := Record{Kind: Run, SourceTenant: "a", TargetTenant: "b"}
	for name, records := range map[string][]Record{
		"no run":              {{Kind: Intent}},
		"after the end":       {run, {Kind: End}, {Kind: Intent}},
		"result of nothing":   {run, {Kind: Result, Of: 1}},
		"two results":         {run, {Kind: Intent}, {Kind: Result, Of: 2}, {Kind: Result, Of: 2}},
		"result of a former":  {run, {Kind: Intent}, run, {Kind: Result, Of: 2}},
		"another edge":        {run, {Kind: Run, SourceTenant: "a", TargetTenant: "c"}},
		"another file inside": {run, {Kind: Run, SourceTenant: "a", TargetTenant: "b", Continues: "1:x"}},
		"unknown kind":        {run, {Kind: "note"}},
	} {
		file, _ := write(t, Head{}, records...)
		if s, err := read(file, Anchor{}); err == nil {
			t.Errorf("%s: %+v", name, s)
		}
	}
	for _, text := range []string{"x", "0:" + strings.Repeat("0", 64), "1:", "1:" + strings.Repeat("G", 64), "1:" + strings.Repeat("A", 64)} {
		if h, err := ParseHead(text); err == nil {
			t.Errorf("%q is the head %v", text, h)
		}
	}
	if _, err := read(bytes.Repeat([]byte("x"), longestLine+1), Anchor{}); err == nil {
		t.Error("a line without an end is read")
	}
}

// TestContinued accepts a new file that continues another one, if it may.
func TestContinued(t *testing.T) {
	t.Parallel()
	_, head := write(t, Head{}, records()...)
	file, _ := write(t, Head{}, Record{Kind: Run, SourceTenant: "a", TargetTenant: "b", Continues: head.String()})
	if _, err := read(file, Anchor{Head: head, Continued: true}); err != nil {
		t.Error(err)
	}
	if _, err := read(file, Anchor{Head: head}); err == nil {
		t.Error("the file replaces the former one")
	}
	for _, begun := range []string{"", "{"} {
		if _, err := read([]byte(begun), Anchor{Head: head, Continued: true}); err != nil {
			t.Errorf("%q: %v", begun, err)
		}
		if _, err := read([]byte(begun), Anchor{Head: head}); err == nil {
			t.Errorf("%q stands for the former file", begun)
		}
	}
}

// TestDigest depends on the value, the name and the place.
func TestDigest(t *testing.T) {
	t.Parallel()
	first, second := Head{1, "a"}, Head{2, "b"}
	digests := map[string]bool{}
	for _, d := range []string{first.Digest("x", "y"), first.Digest("x", "z"), first.Digest("y", "y"), second.Digest("x", "y")} {
		digests[d] = true
	}
	if again := first.Digest("x", "y"); len(digests) != 4 || !digests[again] {
		t.Errorf("digests %v", digests)
	}
}

// FuzzRecord writes a record with any texts, and reads it.
func FuzzRecord(f *testing.F) {
	f.Add("department", "Sales", "u1", "in scope")
	f.Add("\xff", "\u2028<&>\"\\", "\x00", "}\n{")
	f.Fuzz(func(t *testing.T, name, value, user, why string) {
		run := Record{Kind: Run, Time: now}
		file, head := write(t, Head{}, run, Record{Kind: Intent, SourceUser: user, Why: why, Attributes: []Attribute{{Name: name, Value: &value}}})
		if s, err := read(file, Anchor{Head: head}); err != nil || s.Head != head || bytes.Count(file, []byte("\n")) != 2 {
			t.Errorf("%q is read as %+v, %v", file, s, err)
		}
	})
}

// FuzzRead reads any bytes: what it accepts is a chain that can be continued, and has no
// other meaning.
func FuzzRead(f *testing.F) {
	h, file := Head{}, []byte(nil)
	for _, r := range records() {
		line, next, err := h.Next(r)
		if err != nil {
			f.Fatal(err)
		}
		h, file = next, append(file, line...)
		f.Add(bytes.Clone(file))
	}
	f.Add([]byte(`{"n":1,"hash":"` + strings.Repeat("0", 64) + "\"}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := read(data, Anchor{})
		if err != nil {
			return
		}
		more, head := write(t, s.Head, Record{Kind: Run, SourceTenant: s.SourceTenant, TargetTenant: s.TargetTenant})
		if again, err := read(append(data[:s.Valid:s.Valid], more...), Anchor{Head: s.Head}); err != nil || again.Head != head {
			t.Errorf("%q is accepted and cannot be continued: %v", data, err)
		}
	})
}

func TestCommand(t *testing.T) {
	t.Parallel()
	file, head := write(t, Head{}, records()...)
	good, torn, bad := store(t, file), store(t, append(bytes.Clone(file), "{"...)), store(t, bytes.Replace(file, []byte("u1"), []byte("u9"), 1))
	for name, test := range map[string]struct {
		args []string
		code int
		want string
	}{
		"valid":         {[]string{"verify", good}, subcommand.ExitOK, "valid: 6 records in 2 runs"},
		"head":          {[]string{"verify", "-head", head.String(), good}, subcommand.ExitOK, "head " + head.String()},
		"interrupted":   {[]string{"verify", torn}, subcommand.ExitOK, "the last 1 bytes are an incomplete record"},
		"unfinished":    {[]string{"verify", good}, subcommand.ExitOK, "1 changes have no result"},
		"altered":       {[]string{"verify", bad}, subcommand.ExitFailure, "line 2: its hash is that of another record"},
		"another head":  {[]string{"verify", "-head", "6:" + strings.Repeat("0", 64), good}, subcommand.ExitFailure, "record 6 is another one"},
		"missing lines": {[]string{"verify", "-head", "9:" + strings.Repeat("0", 64), good}, subcommand.ExitFailure, "ends with record 6"},
		"no file":       {[]string{"verify", good + "x"}, subcommand.ExitFailure, "no such file"},
		"wrong head":    {[]string{"verify", "-head", "x", good}, subcommand.ExitUsage, "is not a head"},
		"two files":     {[]string{"verify", good, good}, subcommand.ExitUsage, "one FILE"},
		"nothing":       {nil, subcommand.ExitUsage, "Usage"},
		"help":          {[]string{"-h"}, subcommand.ExitOK, "Usage"},
		"verify help":   {[]string{"verify", "-h"}, subcommand.ExitOK, "Usage"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if code := Command(test.args, &out, &out); code != test.code || !strings.Contains(out.String(), test.want) {
				t.Errorf("%v ends with %d and\n%s", test.args, code, out.String())
			}
		})
	}
}

func store(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "evidence.jsonl")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
