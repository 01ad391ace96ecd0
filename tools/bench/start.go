package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// startRuns is how often each provider is started, in turns.
const startRuns = 7

// start is the start of a provider, until its schema is there.
type start struct {
	Subject string  `json:"subject"`
	Seconds float64 `json:"seconds"`
	// ResidentMB is the memory when the schema is there, PeakMB its largest size
	// until then.
	ResidentMB float64 `json:"resident_mb"`
	PeakMB     float64 `json:"peak_mb"`
	BinaryMB   float64 `json:"binary_mb"`
	ToFloor    float64 `json:"to_floor"`
}

// starts measures the starts of both providers.
func (b *bench) starts(ctx context.Context) ([]start, error) {
	subjects := []struct{ name, binary string }{{nameFloor, b.floor}, {nameOurs, b.provider}}
	all := make([][]start, len(subjects))
	for range startRuns {
		for i, s := range subjects {
			one, err := b.start(ctx, s.name, s.binary)
			if err != nil {
				return nil, fmt.Errorf("start %s: %w", s.name, err)
			}
			all[i] = append(all[i], one)
		}
	}
	starts := make([]start, len(subjects))
	for i, s := range subjects {
		size, err := os.Stat(s.binary)
		if err != nil {
			return nil, err
		}
		starts[i] = start{
			Subject: s.name, BinaryMB: float64(size.Size()) / (1 << 20),
			Seconds:    median(all[i], func(o start) float64 { return o.Seconds }),
			ResidentMB: median(all[i], func(o start) float64 { return o.ResidentMB }),
			PeakMB:     median(all[i], func(o start) float64 { return o.PeakMB }),
		}
		starts[i].ToFloor = starts[i].Seconds / starts[0].Seconds
	}
	return starts, nil
}

// start starts a provider as a CLI does, and asks for its schema.
func (b *bench) start(ctx context.Context, name, binary string) (start, error) {
	cmd := exec.CommandContext(ctx, binary)
	// The magic cookie of the plugin protocol, and its version.
	cmd.Env = append(environment(), "BENCH_SCHEMA="+b.schemaFile, "PLUGIN_PROTOCOL_VERSIONS=6",
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return start{}, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return start{}, err
	}
	err = askSchema(ctx, stdout)
	taken := start{Subject: name, Seconds: time.Since(began).Seconds(), ResidentMB: residentMB(cmd.Process.Pid)}
	err = errors.Join(err, cmd.Process.Kill())
	var killed *exec.ExitError
	if ended := cmd.Wait(); !errors.As(ended, &killed) {
		err = errors.Join(err, ended)
	}
	taken.PeakMB = peakMB(cmd.ProcessState)
	return taken, err
}

// askSchema reads the address of a provider from its handshake, and calls
// GetProviderSchema by gRPC: one empty message, over HTTP/2 without TLS.
func askSchema(ctx context.Context, stdout io.Reader) error {
	handshake, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return fmt.Errorf("read the handshake: %w", err)
	}
	parts := strings.Split(strings.TrimSpace(handshake), "|")
	if len(parts) < 4 {
		return fmt.Errorf("the handshake is %q", handshake)
	}
	protocols := &http.Protocols{}
	protocols.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: protocols, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, parts[2], parts[3])
	}}
	defer transport.CloseIdleConnections()
	const emptyMessage = "\x00\x00\x00\x00\x00"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://provider/tfplugin6.Provider/GetProviderSchema", strings.NewReader(emptyMessage))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/grpc")
	req.Header.Set("Te", "trailers")
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return err
	}
	schema, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err == nil && len(schema) <= len(emptyMessage) {
		err = fmt.Errorf("there is no schema: %s", resp.Trailer.Get("Grpc-Message"))
	}
	return err
}

// residentMB is the memory of a running process where the system tells.
func residentMB(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(status) {
		if fields := strings.Fields(string(line)); len(fields) > 1 && fields[0] == "VmRSS:" {
			kb, err := strconv.Atoi(fields[1])
			if err != nil {
				return 0
			}
			return float64(kb) / (1 << 10)
		}
	}
	return 0
}
