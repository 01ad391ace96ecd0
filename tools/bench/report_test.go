package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestRatiosCompareTheSameTurn: load in one turn affects all subjects of it.
func TestRatiosCompareTheSameTurn(t *testing.T) {
	t.Parallel()
	taken := &samples{}
	add := func(subject string, latency time.Duration, seconds, peak float64) {
		taken.add(key{20, refresh, subject, latency}, sample{seconds: seconds, usage: usage{PeakMB: peak}, traffic: traffic{Requests: 5}})
	}
	for _, load := range []float64{1, 10, 1} {
		add(nameData, 0, 0.5*load, 0)
		add(nameFloor, 0, load, 30)
		add(nameOurs, 80*time.Millisecond, 1.5*load, 60)
	}
	rows := taken.rows()
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	ours := rows[2]
	if ours.ToFloor != 1.5 || ours.ToData != 3 || ours.MemoryToFloor != 2 || ours.Seconds != 1.5 || ours.Runs != 3 || ours.Requests != 5 || ours.LatencyMS != 80 {
		t.Errorf("%+v", ours)
	}
	var b bytes.Buffer
	if err := (report{Starts: []start{{Subject: nameOurs, Seconds: 0.03}}, Rows: rows}).write(&b); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"30 ms", "x1.50", "x3.00", "80 ms", "terraform_data"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("the table lacks %q:\n%s", part, b.String())
		}
	}
}

// TestRowsAreInOrder: by number of guests, then by operation.
func TestRowsAreInOrder(t *testing.T) {
	t.Parallel()
	taken := &samples{}
	for _, k := range []key{{300, destroy, nameOurs, 0}, {20, destroy, nameOurs, 0}, {20, create, nameOurs, 0}, {300, create, nameOurs, 0}} {
		taken.add(k, sample{seconds: 1})
	}
	var got []string
	for _, r := range taken.rows() {
		got = append(got, r.Operation)
	}
	if strings.Join(got, " ") != "create destroy create destroy" {
		t.Error(got)
	}
}

// TestUsageIsThatOfAllProcesses: the CLI starts a provider for each walk of its graph.
func TestUsageIsThatOfAllProcesses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "usage")
	t.Setenv(usageVariable, file)
	for _, u := range []usage{{40, 1}, {60, 2}, {50, 1}} {
		if err := note(u); err != nil {
			t.Fatal(err)
		}
	}
	if u, err := readUsage(file); err != nil || u != (usage{60, 4}) {
		t.Errorf("%+v, %v", u, err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the file is left for the next measurement")
	}
}

func TestFlags(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o, err := parseFlags([]string{"-cli", self, "-guests", "20, 30", "-latency", ""}, &bytes.Buffer{})
	if err != nil || len(o.sizes) != 2 || o.sizes[1] != 30 || len(o.latencies) != 0 || !filepath.IsAbs(o.provider) {
		t.Errorf("%+v, %v", o, err)
	}
	if _, err := parseFlags([]string{"-cli", self, "-guests", "many"}, &bytes.Buffer{}); err == nil {
		t.Error("-guests many is accepted")
	}
}
