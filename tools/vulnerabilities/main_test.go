package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// standIn makes this test's own binary act as govulncheck: its value selects the
// result.
const standIn = "VULNERABILITIES_STAND_IN"

func TestMain(m *testing.M) {
	switch os.Getenv(standIn) {
	case "clean":
		os.Exit(0)
	case "found":
		os.Exit(3)
	case "hangs":
		// It serves until it is killed.
		_ = http.ListenAndServe("127.0.0.1:0", nil)
	}
	os.Exit(m.Run())
}

func TestScan(t *testing.T) {
	released := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/there/index/db.json", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/silent/index/db.json", func(http.ResponseWriter, *http.Request) { <-released })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(released) })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const short, long = 50 * time.Millisecond, time.Minute
	tests := map[string]struct {
		database, scanner string
		probe, scan       time.Duration
		fails             bool
		says              string
	}{
		"nothing found":         {"/there", "clean", long, long, false, ""},
		"something found":       {"/there", "found", long, long, true, ""},
		"a proxy's page":        {"/elsewhere", "found", long, long, false, "404 Not Found), so the scan for vulnerabilities is skipped"},
		"a silent network":      {"/silent", "found", short, long, false, "so the scan for vulnerabilities is skipped"},
		"a scan that hangs":     {"/there", "hangs", long, short, false, "did not end within 50ms, so it is skipped"},
		"a database of files":   {"", "clean", long, long, false, ""},
		"no such scanner there": {"/there", "", long, long, true, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv(standIn, test.scanner)
			s := scan{database: server.URL + test.database, govulncheck: self, binary: "provider", probeTime: test.probe, scanTime: test.scan}
			if test.database == "" {
				s.database = "file:///somewhere"
			}
			if test.scanner == "" {
				s.govulncheck = "no-such-program"
			}
			var out strings.Builder
			if err := s.run(t.Context(), &out); (err != nil) != test.fails {
				t.Errorf("ended with %v", err)
			}
			if !strings.Contains(out.String(), test.says) || test.says == "" && out.Len() > 0 {
				t.Errorf("said %q, want %q", out.String(), test.says)
			}
		})
	}
}
