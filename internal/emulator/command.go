package emulator

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/control"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Exit codes of [Command].
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

const (
	// maxPort leaves room for one port per further cloud.
	maxPort = 65535 - 3
	// httpsPort is the port of unmodified clients.
	httpsPort = 443
)

// settings are the flags of the command line.
type settings struct {
	seed, listen, caFile, readyFile, state string
	port, hostsPort                        int
	hosts, schema                          bool
	latency, lag                           time.Duration
	requestsMoveLag, throttle              bool
	facts                                  facts.Change
}

// Command runs the emulator until the context ends; the caller handles SIGINT and
// SIGTERM. It returns the exit code.
func Command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	set, code, ok := parseFlags(args, stderr)
	if !ok {
		return code
	}
	if set.schema {
		if _, err := stdout.Write(control.SeedSchema); err != nil {
			return exitFailure
		}
		return exitOK
	}
	if err := run(ctx, set, stdout, stderr); err != nil {
		log.New(stderr, "", 0).Printf("emulator: %v", err)
		return exitFailure
	}
	return exitOK
}

func parseFlags(args []string, stderr io.Writer) (set settings, code int, ok bool) {
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		// An error means that the terminal is closed.
		_, _ = io.WriteString(stderr, usage)
		flags.PrintDefaults()
	}
	set.define(flags)
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return set, exitOK, false
	case err != nil:
		return set, exitUsage, false
	}
	if err := set.check(flags.Args()); err != nil {
		log.New(stderr, "", 0).Printf("emulator: %v", err)
		return set, exitUsage, false
	}
	return set, exitOK, true
}

const usage = `Emulates Entra ID, Microsoft Graph and Exchange Online for many tenants in four clouds, on this machine.

Usage: terraform-provider-multitenant emulator [flags]

`

func (set *settings) define(flags *flag.FlagSet) {
	flags.StringVar(&set.seed, "seed", "", "`FILE` with the tenants to start with (JSON); a built-in demo estate when absent")
	flags.BoolVar(&set.schema, "schema", false, "print the JSON Schema of seeds, for editors, and exit")
	flags.StringVar(&set.listen, "listen", DefaultHost, "name or `ADDRESS` to listen on")
	flags.IntVar(&set.port, "port", 0, "port `N` of the public cloud; usgovernment, usgovernment_dod and china follow on N+1 to N+3; 0 picks free ports")
	flags.BoolVar(&set.hosts, "hosts", false, "also serve the official names of all clouds (graph.microsoft.com, login.microsoftonline.com, ...), for clients with fixed endpoints; make the names resolve to this machine")
	flags.IntVar(&set.hostsPort, "hosts-port", httpsPort, "port `N` of the official names; 0 picks a free port")
	flags.StringVar(&set.caFile, "ca-file", "", "`FILE` to write the emulator's CA certificate to (PEM), for SSL_CERT_FILE")
	flags.StringVar(&set.readyFile, "ready-file", "", "`FILE` to write when all listeners are ready (JSON)")
	flags.StringVar(&set.state, "state", "", "`FILE` to load the state from at startup, if it exists, and to save it to at shutdown")
	flags.DurationVar(&set.latency, "latency", 0, "`DELAY` of each request")
	flags.DurationVar(&set.lag, "lag", 0, "`DELAY` until a write is visible to reads (replication)")
	flags.BoolVar(&set.requestsMoveLag, "requests-move-lag", false, "advance replication by a third of the lag with each stale response: the fourth request sees a write, for any -lag")
	var chosen []string
	flags.Func("set", "`NAME=VALUE` of a setting; may be repeated", func(text string) (err error) {
		chosen = append(chosen, text)
		set.facts, err = facts.Parse(chosen...)
		return err
	})
	flags.BoolVar(&set.throttle, "throttle", false, "enforce the published quotas of Microsoft Graph")
}

func (set settings) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q; all settings are flags", rest[0])
	case set.port < 0 || set.port > maxPort:
		return fmt.Errorf("-port %d: must be 0 or at most %d, because four ports are used", set.port, maxPort)
	case set.hostsPort < 0 || set.hostsPort > 65535:
		return fmt.Errorf("-hosts-port %d: must be from 0 to 65535", set.hostsPort)
	case set.latency < 0:
		return errors.New("-latency must not be negative")
	case set.lag < 0:
		return errors.New("-lag must not be negative")
	}
	return nil
}

// choose applies the command line to the settings of a saved state.
func (set settings) choose(s *facts.Settings) error {
	if set.facts != nil {
		set.facts(s)
	}
	return nil
}

func run(ctx context.Context, set settings, stdout, stderr io.Writer) error {
	estate, origin, err := openWorld(set)
	if err != nil {
		return err
	}
	if !loopback(set.listen) {
		log.New(stderr, "", 0).Printf("emulator: warning: listening on %s accepts other machines; the control API requires no token", set.listen)
	}
	server, err := Start(Config{
		Host:  set.listen,
		Port:  set.port,
		Hosts: set.hosts, HostsPort: set.hostsPort,
		World:    estate,
		Latency:  set.latency,
		Throttle: set.throttle,
		ErrorLog: log.New(stderr, "emulator: ", 0),
	})
	if err != nil {
		return err
	}
	// The state is saved after the last response.
	serveErr := serveUntil(ctx, set, server, origin, stdout)
	return errors.Join(serveErr, server.Close(), saveWorld(set.state, estate))
}

// serveUntil announces the server and blocks until the context ends.
func serveUntil(ctx context.Context, set settings, server *Server, origin string, stdout io.Writer) (err error) {
	files, err := announce(set, server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, files.remove()) }()
	if _, err := io.WriteString(stdout, summary(server, files, origin)); err != nil {
		return fmt.Errorf("print the summary: %w", err)
	}
	<-ctx.Done()
	return nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// openWorld returns the initial state and its origin.
func openWorld(set settings) (estate *kernel.World, origin string, err error) {
	estate = area.NewWorld(kernel.Options{Lag: set.lag, RequestsMoveLag: set.requestsMoveLag, Settings: set.facts})
	origin, err = loadState(estate, set.state)
	if err != nil {
		return nil, "", err
	}
	if origin != "" {
		return estate, origin, estate.ChangeSettings(set.choose)
	}
	name, data, err := seedText(set.seed)
	if err != nil {
		return nil, "", err
	}
	seed, err := area.ParseSeed(name, data)
	if err != nil {
		return nil, "", err
	}
	return estate, name, estate.Load(seed)
}
