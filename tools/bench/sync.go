package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// The subjects of a measurement of syncs.
const (
	nameSync   = "guest_sync"
	nameScript = "script"
)

// mostMoved is the number of users who leave, and that of users who change, unless they
// are too many for the guards.
const mostMoved = 40

// stage is one estate with its emulator, and one subject.
type stage struct {
	*bench
	subject subject
	server  *emulator.Server
	crowd   *crowd
	plug    *plug
	meter   meter
	rows    *[]syncRow
}

// syncRows measures syncs of a number of users.
func (b *bench) syncRows(ctx context.Context, people int) ([]syncRow, error) {
	var rows []syncRow
	phases := []func(context.Context, *stage) error{undisturbed, unplugged, scripted}
	if b.synced {
		phases = []func(context.Context, *stage) error{undisturbed}
	}
	for i, phase := range phases {
		if err := b.onStage(ctx, people, i, &rows, phase); err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// onStage runs phases on an estate of their own.
func (b *bench) onStage(ctx context.Context, people, number int, rows *[]syncRow, phases func(context.Context, *stage) error) error {
	s := &stage{bench: b, crowd: newCrowd(people, b.synced), rows: rows}
	s.subject = subject{name: nameSync, binary: b.provider, dir: filepath.Join(b.dir, fmt.Sprintf("sync-%d-%d", people, number))}
	if len(b.latencies) > 0 {
		s.subject.latency = b.latencies[0]
	}
	plug := &plug{}
	server, err := s.crowd.start(b.ca, s.subject.latency, plug.layer)
	if err != nil {
		return err
	}
	s.server, s.plug = server, plug
	err = b.write(&s.subject, syncConfiguration(server.Clouds()))
	if err == nil {
		err = phases(ctx, s)
	}
	return errors.Join(err, server.Close())
}

// undisturbed is the life of a sync: the first run, runs and plans without changes, and
// one with changes.
func undisturbed(ctx context.Context, s *stage) error {
	first := "first run"
	if s.crowd.synced {
		first = "run without state"
	}
	apply, plan := []string{"apply", "-auto-approve"}, []string{"plan", "-detailed-exitcode"}
	for _, phase := range []struct {
		name string
		args []string
	}{{first, apply}, {"run, nothing to do", apply}, {"plan, nothing to do", plan}, {"plan, nothing to do", plan}} {
		if err := s.phase(ctx, phase.name, phase.args...); err != nil {
			return err
		}
	}
	moved, err := s.crowd.move(s.server)
	if err != nil {
		return err
	}
	if err := s.phase(ctx, fmt.Sprintf("%d leave, %d change", moved, moved), apply...); err != nil {
		return err
	}
	return s.phase(ctx, "run, nothing to do", apply...)
}

// unplugged kills the first run when half of the users are invited, and runs again.
func unplugged(ctx context.Context, s *stage) error {
	began := time.Now()
	cmd := s.cmd(ctx, &s.subject, filepath.Join(s.subject.dir, "usage"), "apply", "-auto-approve")
	group(cmd)
	half := s.plug.at(len(s.crowd.employees) / 2)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-half:
	case err := <-ended:
		return fmt.Errorf("the run has ended before half of it: %w", err)
	}
	if err := killGroup(cmd.Process); err != nil {
		return err
	}
	if err := <-ended; err == nil {
		return errors.New("the killed run has succeeded")
	}
	if err := s.record("kill -9 at half", sample{seconds: time.Since(began).Seconds()}); err != nil {
		return err
	}
	if err := s.phase(ctx, "run again", "apply", "-auto-approve"); err != nil {
		return err
	}
	return s.phase(ctx, "plan, nothing to do", "plan", "-detailed-exitcode")
}

// phase runs a command of the CLI.
func (s *stage) phase(ctx context.Context, name string, args ...string) error {
	file := filepath.Join(s.subject.dir, "usage")
	began := time.Now()
	if out, err := s.command(ctx, &s.subject, file, args...); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	taken := sample{seconds: time.Since(began).Seconds()}
	var err error
	if taken.usage, err = readUsage(file); err != nil {
		return err
	}
	return s.record(name, taken)
}

// record adds a row for a phase that has ended.
func (s *stage) record(name string, taken sample) error {
	row := syncRow{People: len(s.crowd.employees), Phase: name, Subject: s.subject.name, Seconds: taken.seconds, usage: taken.usage}
	s.meter.read(s.server, &row)
	var err error
	if row.harm, err = s.crowd.harmOf(s.server.World()); err != nil {
		return err
	}
	if info, err := os.Stat(filepath.Join(s.subject.dir, "terraform.tfstate")); err == nil {
		row.StateMB = float64(info.Size()) / (1 << 20)
	}
	*s.rows = append(*s.rows, row)
	_, err = fmt.Fprintf(s.progress, "%d users, %s, %s: %.1f s, %d writes\n", row.People, row.Subject, name, row.Seconds, row.Writes)
	return err
}

// move makes users leave and change at home, and returns how many each.
func (c *crowd) move(server *emulator.Server) (int, error) {
	moved := min(mostMoved, len(c.employees)/20)
	left := 2 * moved
	for i := range c.employees {
		e := &c.employees[i]
		if left == 0 {
			break
		}
		if !e.invitable() {
			continue
		}
		var err error
		if home := homes[e.home].id; left > moved {
			e.left = true
			err = directory.Users.Delete(server.World(), home, e.id, administrator)
		} else {
			err = directory.UpdateUser(server.World(), home, e.id, object{"department": "Moved"}, administrator)
		}
		if err != nil {
			return 0, err
		}
		left--
	}
	return moved, nil
}

// plug tells when a number of invitations has arrived. The zero value does not.
type plug struct {
	left    atomic.Int64
	reached chan struct{}
}

func (p *plug) at(number int) <-chan struct{} {
	p.reached = make(chan struct{})
	p.left.Store(int64(number))
	return p.reached
}

func (p *plug) layer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/invitations") && p.left.Add(-1) == 0 {
			close(p.reached)
		}
		next.ServeHTTP(w, r)
	})
}
