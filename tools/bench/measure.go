package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
)

// bench measures.
type bench struct {
	options
	dir, floor           string
	settings, schemaFile string
	caFile               string
	ca                   *emulator.CA
	progress             io.Writer
}

// prepare builds the provider that does nothing, and reads the schema for it.
func prepare(ctx context.Context, o options, dir string, progress io.Writer) (*bench, error) {
	b := &bench{options: o, dir: dir, floor: filepath.Join(dir, "floor"), schemaFile: filepath.Join(dir, "schema.json"), progress: progress}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", b.floor, "./tools/bench/floor")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the provider that does nothing: %w\n%s", err, out)
	}
	var err error
	if b.settings, err = installStandIn(dir); err != nil {
		return nil, err
	}
	if b.ca, b.caFile, err = writeCA(dir); err != nil {
		return nil, err
	}
	return b, b.readSchema(ctx)
}

// readSchema asks the provider for its schema, through the CLI.
func (b *bench) readSchema(ctx context.Context) error {
	s := &subject{name: nameOurs, binary: b.provider, dir: filepath.Join(b.dir, "schema")}
	if err := b.write(s, configuration(emulator.Endpoints{}, 0)); err != nil {
		return err
	}
	out, err := b.command(ctx, s, filepath.Join(s.dir, "usage"), "providers", "schema", "-json")
	if err != nil {
		return fmt.Errorf("read the schema: %w\n%s", err, out)
	}
	return os.WriteFile(b.schemaFile, out, 0o600)
}

func (b *bench) write(s *subject, config string) error {
	if err := os.Mkdir(s.dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, "main.tf"), []byte(config), 0o600)
}

// round is one life of a number of guests, for each subject: created, refreshed and
// destroyed in turns.
func (b *bench) round(ctx context.Context, number, guests int, taken *samples) error {
	subjects, err := b.subjects(number, guests)
	if err == nil {
		err = b.live(ctx, subjects, guests, taken)
	}
	for _, s := range subjects {
		if s.server != nil {
			err = errors.Join(err, s.server.Close())
		}
	}
	return err
}

func (b *bench) live(ctx context.Context, subjects []*subject, guests int, taken *samples) error {
	operations := slices.Concat([]string{create}, slices.Repeat([]string{refresh}, b.refreshes), []string{destroy})
	for _, operation := range operations {
		for _, s := range subjects {
			one, err := b.measure(ctx, s, operation)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(b.progress, "%5d guests, %-7s %-20s %3d ms: %6.2f s\n", guests, operation, s.name, s.latency.Milliseconds(), one.seconds); err != nil {
				return err
			}
			taken.add(key{guests, operation, s.name, s.latency}, one)
		}
	}
	return nil
}

// subjects prepares a workspace for each subject.
func (b *bench) subjects(number, guests int) ([]*subject, error) {
	folder := func(name string) string { return filepath.Join(b.dir, fmt.Sprintf("%s-%d-%d", name, guests, number)) }
	data := &subject{name: nameData, dir: folder("data")}
	floor := &subject{name: nameFloor, binary: b.floor, dir: folder("floor")}
	all := []*subject{data, floor}
	if err := errors.Join(b.write(data, dataConfiguration(guests)), b.write(floor, configuration(emulator.Endpoints{}, guests))); err != nil {
		return all, err
	}
	for _, latency := range b.latencies {
		server, err := startEmulator(b.ca, guests, latency)
		if err != nil {
			return all, err
		}
		s := &subject{name: nameOurs, latency: latency, binary: b.provider, dir: folder(fmt.Sprintf("ours-%d", latency.Milliseconds())), server: server}
		all = append(all, s)
		if err := b.write(s, configuration(server.Clouds()["public"], guests)); err != nil {
			return all, err
		}
	}
	return all, nil
}

// key identifies measurements of the same.
type key struct {
	guests    int
	operation string
	subject   string
	latency   time.Duration
}

// samples are all measurements, in turn.
type samples struct {
	keys []key
	all  map[key][]sample
}

func (s *samples) add(k key, one sample) {
	if s.all == nil {
		s.all = map[key][]sample{}
	}
	if len(s.all[k]) == 0 {
		s.keys = append(s.keys, k)
	}
	s.all[k] = append(s.all[k], one)
}
