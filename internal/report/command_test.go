package report_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
)

// run is the report of a document, with an exit code of 0.
func run(t *testing.T, document string, flags ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := report.Command(flags, strings.NewReader(document), &stdout, &stderr); code != 0 {
		t.Fatalf("%v ends with %d: %s", flags, code, &stderr)
	}
	if stderr.Len() > 0 {
		t.Errorf("%v prints %s", flags, &stderr)
	}
	return stdout.String()
}

func file(t *testing.T, name ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestSample is the report of a plan of the CLI. The test of package scenarios that
// writes the plan compares it with the CLI's own.
func TestSample(t *testing.T) {
	t.Parallel()
	plan := file(t, "testdata", "plan.json")
	for name, flags := range map[string][]string{"report.html": nil, "report.md": {"-format", "markdown"}} {
		got := run(t, plan, flags...)
		if got != file(t, "..", "..", "examples", "report", name) {
			t.Errorf("examples/report/%s is not the report of its plan; run make sample", name)
		}
		if len(got) > 300_000 {
			t.Errorf("%s has %d bytes", name, len(got))
		}
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	const empty = `{"format_version":"1.0"}`
	for _, test := range []struct {
		name   string
		args   []string
		input  string
		code   int
		output string
	}{
		{"help", []string{"-h"}, "", 0, "Usage: terraform show -json"},
		{"unknown flag", []string{"-live"}, "", 2, "-live"},
		{"unknown format", []string{"-format", "pdf"}, "", 2, "must be html or markdown"},
		{"unknown cloud", []string{"-tenant", "contoso=germany"}, "", 2, "a cloud: public"},
		{"tenant without a cloud", []string{"-tenant", "contoso"}, "", 2, "a cloud: public"},
		{"two files", []string{"a", "b"}, "", 2, `unexpected argument "b"`},
		{"variable without a provider file", []string{"-var", "a=b", "x.json"}, "", 2, "need -provider-file"},
		{"alias without a provider file", []string{"-alias", "a"}, empty, 2, "need -provider-file"},
		{"missing file", []string{"missing.json"}, "", 1, "open the input"},
		{"folder that does not exist", []string{"-o", "missing/report.html"}, empty, 1, "write the report"},
		{"standard input", []string{"-"}, empty, 0, ""},
	} {
		var stderr bytes.Buffer
		code := report.Command(test.args, strings.NewReader(test.input), io.Discard, &stderr)
		if code != test.code || !strings.Contains(stderr.String(), test.output) {
			t.Errorf("%s: ended with %d: %s", test.name, code, &stderr)
		}
	}
}

func TestInputIsRecognized(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		"":                                      "the input is empty",
		" \n":                                   "the input is empty",
		"PK\x03\x04 a plan file":                "the input is a plan file",
		"[command]/usr/bin/terraform show\n{}":  `begins`,
		`{"format_version":"1.2"`:               "not complete",
		`{"format_version":"1.2",}`:             "not valid JSON at byte",
		`{"format_version":1}`:                  "format_version is a JSON number",
		`{"format_version":"1.2"}{}`:            "more than one JSON value",
		`{"format_version":"2.0"}`:              `format version "2.0" of the input is not supported`,
		`{"format_version":""}`:                 `format version "" of the input is not supported`,
		`{"version":4,"serial":1,"lineage":""}`: "the input is a state file",
		`{"@level":"info"}`:                     "a log of terraform plan -json",
		`{}`:                                    "no format_version",
		`{"format_version":"1.0","values":[]}`:  "values is a JSON array",
		"\xff\xfe{\x00":                         "not complete",
	} {
		var stdout, stderr bytes.Buffer
		code := report.Command(nil, strings.NewReader(input), &stdout, &stderr)
		if want == "begins" {
			want = `does not begin with a JSON object but with "[command]/usr/bin/terraform show"`
		}
		if code != 1 || !strings.Contains(stderr.String(), want) || stdout.Len() > 0 {
			t.Errorf("%q: ended with %d: %s", input, code, &stderr)
		}
	}
}

// TestEncodings reads what PowerShell writes.
func TestEncodings(t *testing.T) {
	t.Parallel()
	plan := file(t, "testdata", "plan.json")
	want := run(t, plan)
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		var encoded []byte
		for _, unit := range utf16.Encode([]rune("\uFEFF" + plan)) {
			encoded = order.AppendUint16(encoded, unit)
		}
		if run(t, string(encoded)) != want {
			t.Errorf("UTF-16 in %v is read otherwise", order)
		}
	}
	if run(t, "\uFEFF"+plan) != want {
		t.Error("a byte order mark changes the report")
	}
}

// TestOutputFile keeps an older report when the input is wrong.
func TestOutputFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "report.html")
	run(t, file(t, "testdata", "plan.json"), "-o", name)
	written := file(t, name)
	if code := report.Command([]string{"-o", name}, strings.NewReader("{"), io.Discard, io.Discard); code != 1 || file(t, name) != written {
		t.Errorf("ended with %d and wrote %d bytes over %d", code, len(file(t, name)), len(written))
	}
}
