// Package emulator emulates Entra ID, Microsoft Graph and Exchange Online for many
// tenants in several clouds, with TLS and signed OAuth tokens.
//
// A [Server] has one listener per cloud. Package wire holds the layers around each
// request; packages entra, graphapi, cmdlet and control answer it; package kernel
// holds the tenants, the packages below area their rules; package odata parses
// queries. It shares no code with the provider, so that a wrong rule cannot pass
// on both sides.
package emulator

import (
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// DefaultHost is the default address of an emulator.
const DefaultHost = "127.0.0.1"

// Config configures an emulator. The zero value is valid: an empty world on free
// ports of the loopback interface, with a new certificate authority.
type Config struct {
	// Host is the name or address to listen on; [DefaultHost] when empty.
	Host string
	// Port is the port of the public cloud; the others follow in the order of
	// [schema.Clouds]. 0 selects free ports.
	Port int
	// Hosts also serves the official names of all clouds, on HostsPort of the
	// same host; 0 selects a free port.
	Hosts     bool
	HostsPort int
	// CA may be shared by several servers; a new one is created when nil.
	CA *CA
	// World is the state; an empty one is created when nil.
	World *kernel.World
	// Latency delays each request.
	Latency time.Duration
	// Throttle enforces the published quotas of Microsoft Graph.
	Throttle bool
	// Layer is the first layer around each request to Graph and Exchange Online. A
	// test in the emulator's process can hold requests with it.
	Layer wire.Layer
	// Journal limits the journal.
	Journal wire.Limits
	// ErrorLog receives TLS and connection errors; they are dropped when nil.
	ErrorLog *log.Logger
}

// Endpoints are the base URLs of one cloud, without a trailing slash, as in the
// provider's `endpoints` setting.
type Endpoints struct {
	Authority string `json:"authority"`
	Graph     string `json:"graph"`
	Exchange  string `json:"exchange"`
}

// Server is a running emulator.
type Server struct {
	config  Config
	journal *wire.Journal
	faults  *wire.Faults
	codes   *entra.DeviceCodes
	clouds  map[string]Endpoints
	hosts   *Hosts
	servers []*http.Server
	serving chan error
}

// Start starts an emulator. All clouds are listening when it returns.
func Start(config Config) (*Server, error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	s := &Server{
		config:  config,
		journal: wire.NewJournal(config.World.Now, config.Journal),
		faults:  wire.NewFaults(config.World),
		codes:   entra.NewDeviceCodes(config.World.Now),
		clouds:  map[string]Endpoints{},
	}
	listeners, err := listen(config)
	if err != nil {
		return nil, err
	}
	if err := s.serve(listeners); err != nil {
		return nil, errors.Join(err, closeAll(listeners))
	}
	return s, nil
}

func (c *Config) complete() (err error) {
	if c.Host == "" {
		c.Host = DefaultHost
	}
	if c.World == nil {
		c.World = area.NewWorld(kernel.Options{})
	}
	if c.CA == nil {
		if c.CA, err = NewCA(); err != nil {
			return err
		}
	}
	return nil
}

// Clouds returns the addresses by cloud: public, usgovernment, usgovernment_dod,
// china.
func (s *Server) Clouds() map[string]Endpoints {
	clouds := make(map[string]Endpoints, len(s.clouds))
	for name, e := range s.clouds {
		clouds[name] = e
	}
	return clouds
}

// Control is the base URL of the control API on the public cloud's listener. All
// listeners serve the same API; only the tokens of foreign issuers depend on the
// cloud.
func (s *Server) Control() string { return s.clouds[schema.CloudPublic].Graph + controlRoot }

// World returns the state of the server.
func (s *Server) World() *kernel.World { return s.config.World }

// Journal returns the journal of requests.
func (s *Server) Journal() *wire.Journal { return s.journal }

// Faults returns the fault rules.
func (s *Server) Faults() *wire.Faults { return s.faults }

// CA returns the issuer of the server's certificates.
func (s *Server) CA() *CA { return s.config.CA }

// listen opens one listener per cloud, followed by one for the official names if
// they are served. On an error it opens none.
func listen(config Config) ([]net.Listener, error) {
	type place struct {
		what string
		port int
	}
	var places []place
	for i, cloud := range schema.Clouds() {
		port := config.Port
		if port != 0 {
			port += i
		}
		places = append(places, place{"cloud " + cloud, port})
	}
	if config.Hosts {
		places = append(places, place{"the official names", config.HostsPort})
	}
	var listeners []net.Listener
	for _, p := range places {
		l, err := net.Listen("tcp", net.JoinHostPort(config.Host, strconv.Itoa(p.port)))
		if err != nil {
			err = fmt.Errorf("open the listener of %s: %w", p.what, err)
			return nil, errors.Join(err, closeAll(listeners))
		}
		listeners = append(listeners, l)
	}
	return listeners, nil
}

func closeAll(listeners []net.Listener) error {
	var all error
	for _, l := range listeners {
		all = errors.Join(all, l.Close())
	}
	return all
}
