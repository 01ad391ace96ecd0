// Command bench measures what the provider costs: requests, seconds and peak memory of
// creating, refreshing and destroying many guests on the emulator, beside a provider of
// the same schema that does nothing (package floor) and beside terraform_data. It also
// measures the start of the provider. See `make bench`.
//
// With -sync it measures guest syncs instead: the seconds, writes, refusals, memory and
// harm of their phases, beside the write quota of Graph and beside the usual script.
// See `make bench-sync`.
//
// Figures of one run are measured in turns, so that load of the machine affects all of
// them; compare ratios rather than seconds.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if filepath.Base(os.Args[0]) == standInName {
		os.Exit(standIn())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	cli, provider     string
	sizes             []int
	latencies         []time.Duration
	rounds, refreshes int
	asJSON            bool
	// people are the numbers of users of guest syncs to measure instead, and synced
	// begins with targets that have them already.
	people []int
	synced bool
}

func parseFlags(args []string, stderr io.Writer) (options, error) {
	o := options{}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.cli, "cli", "terraform", "the Terraform or OpenTofu `binary`")
	flags.StringVar(&o.provider, "provider", ".bin/terraform-provider-multitenant", "the provider's `binary`")
	sizes := flags.String("guests", "100,300,1000", "`numbers` of guests; empty measures the start only")
	latencies := flags.String("latency", "0,80", "latencies of the emulator in `milliseconds`")
	flags.IntVar(&o.rounds, "rounds", 1, "how often guests are created and destroyed")
	flags.IntVar(&o.refreshes, "refreshes", 3, "how often a plan without changes is made in each round")
	people := flags.String("sync", "", "measure guest syncs of these `numbers` of users instead")
	flags.BoolVar(&o.synced, "synced", false, "with -sync: the users are in the target already, as after a first run")
	flags.BoolVar(&o.asJSON, "json", false, "print JSON instead of a table")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	var err error
	if o.sizes, err = parseNumbers(*sizes); err != nil {
		return o, fmt.Errorf("-guests: %w", err)
	}
	if o.people, err = parseNumbers(*people); err != nil {
		return o, fmt.Errorf("-sync: %w", err)
	}
	milliseconds, err := parseNumbers(*latencies)
	if err != nil {
		return o, fmt.Errorf("-latency: %w", err)
	}
	for _, n := range milliseconds {
		o.latencies = append(o.latencies, time.Duration(n)*time.Millisecond)
	}
	if o.provider, err = filepath.Abs(o.provider); err != nil {
		return o, err
	}
	o.cli, err = exec.LookPath(o.cli)
	return o, err
}

// parseNumbers reads numbers that are separated by commas.
func parseNumbers(list string) ([]int, error) {
	var numbers []int
	for text := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("%q is not a number", text)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseFlags(args, stderr)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	b, err := prepare(ctx, o, dir, stderr)
	switch {
	case err != nil:
	case len(o.people) > 0:
		err = b.printSyncs(ctx, stdout)
	default:
		err = b.print(ctx, stdout)
	}
	return errors.Join(err, os.RemoveAll(dir))
}

func (b *bench) print(ctx context.Context, w io.Writer) error {
	r, err := b.report(ctx)
	if err != nil {
		return err
	}
	if b.asJSON {
		return encode(w, r)
	}
	return r.write(w)
}

// printSyncs prints the phases that were measured, also if a later one fails.
func (b *bench) printSyncs(ctx context.Context, w io.Writer) error {
	var rows []syncRow
	var failed error
	for _, people := range b.people {
		some, err := b.syncRows(ctx, people)
		rows, failed = append(rows, some...), errors.Join(failed, err)
	}
	if b.asJSON {
		return errors.Join(failed, encode(w, rows))
	}
	return errors.Join(failed, writeSyncs(w, rows))
}

func encode(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
