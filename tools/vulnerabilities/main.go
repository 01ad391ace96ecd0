// Command vulnerabilities scans a binary for known vulnerabilities with
// govulncheck, which reads the modules from the binary. If the database cannot be
// reached, it prints so and succeeds.
//
//	vulnerabilities GOVULNCHECK BINARY
//
// `make check` runs it. The database is that of the Go project, or GOVULNDB.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

const (
	database = "https://vuln.go.dev"
	// probeTime limits the first answer of the database, scanTime the scan, which
	// downloads the entries for each module.
	probeTime = 5 * time.Second
	scanTime  = 3 * time.Minute
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: vulnerabilities GOVULNCHECK BINARY")
		os.Exit(2)
	}
	address := os.Getenv("GOVULNDB")
	if address == "" {
		address = database
	}
	s := scan{database: address, govulncheck: os.Args[1], binary: os.Args[2], probeTime: probeTime, scanTime: scanTime}
	if err := s.run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "vulnerabilities:", err)
		os.Exit(1)
	}
}

type scan struct {
	database, govulncheck, binary string
	probeTime, scanTime           time.Duration
}

// run fails if a vulnerability is found, or if the scan itself fails.
func (s scan) run(ctx context.Context, out io.Writer) error {
	if err := s.probe(ctx); err != nil {
		_, err = fmt.Fprintf(out, "no answer from %s (%v), so the scan for vulnerabilities is skipped\n", s.database, err)
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.scanTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.govulncheck, "-mode=binary", "-db", s.database, s.binary)
	cmd.Stdout, cmd.Stderr = out, out
	// Child processes may keep the output open.
	cmd.WaitDelay = s.probeTime
	err := cmd.Run()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		_, err = fmt.Fprintf(out, "the scan for vulnerabilities did not end within %v, so it is skipped\n", s.scanTime)
	}
	return err
}

// probe requests the file with the date of the last change of the database.
func (s scan) probe(ctx context.Context) error {
	if !strings.HasPrefix(s.database, "http") {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.probeTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.database+"/index/db.json", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	if err := resp.Body.Close(); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return nil
}
