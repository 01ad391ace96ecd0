// Package emulator plays Entra ID and Microsoft Graph for many tenants in several
// clouds, over real TLS and with real OAuth tokens. Exchange Online has
// an address and tokens, and answers 501.
//
// A [Server] has one listener per cloud. What a request passes on its way is in
// package wire; packages entra, graphapi and control answer; package kernel holds
// the tenants, the packages below area their rules; package odata reads queries. It shares no code
// with the provider, so that a wrong rule cannot be green on both sides.
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

// DefaultHost is where an emulator listens unless it is told otherwise.
const DefaultHost = "127.0.0.1"

// Config describes an emulator. The zero value is ready for use: an empty world
// on free ports of the loopback interface, with a certificate authority of its own.
type Config struct {
	// Host is the name or address to listen on, [DefaultHost] when empty.
	Host string
	// Port is that of the public cloud; the others follow in the order of
	// [schema.Clouds]. 0 picks free ports.
	Port int
	// Hosts serves the official names of all clouds' services as well, on HostsPort
	// of the same host; 0 picks a free port.
	Hosts     bool
	HostsPort int
	// CA may be shared by many servers; a new one is made when nil.
	CA *CA
	// World is the state; an empty one is made when nil.
	World *kernel.World
	// Latency delays each request.
	Latency time.Duration
	// Throttle holds clients to the published quotas of Microsoft Graph.
	Throttle bool
	// Layer is what each request to Graph passes first. A test in the process of the
	// emulator can hold requests with it.
	Layer wire.Layer
	// Journal bounds the journal.
	Journal wire.Limits
	// ErrorLog receives TLS and connection errors; they are dropped when nil.
	ErrorLog *log.Logger
}

// Endpoints are the base URLs of one cloud, without a slash at the end. They are
// what the provider's `endpoints` setting takes.
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

// Start makes an emulator. All clouds are listening when it returns.
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

// Clouds gives the addresses by cloud: public, usgovernment, usgovernment_dod, china.
func (s *Server) Clouds() map[string]Endpoints {
	clouds := make(map[string]Endpoints, len(s.clouds))
	for name, e := range s.clouds {
		clouds[name] = e
	}
	return clouds
}

// Control is the base URL of the control API, on the public cloud's listener. It
// is the same on every listener, except for the tokens of foreign issuers.
func (s *Server) Control() string { return s.clouds[schema.CloudPublic].Graph + controlRoot }

// World is the state behind the server.
func (s *Server) World() *kernel.World { return s.config.World }

// Journal is the record of requests.
func (s *Server) Journal() *wire.Journal { return s.journal }

// Faults are the rules that disturb requests.
func (s *Server) Faults() *wire.Faults { return s.faults }

// CA is the authority that signed the server's certificates.
func (s *Server) CA() *CA { return s.config.CA }

// listen opens one listener per cloud, and one for the official names behind them
// if they are to be served, or none.
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
			err = fmt.Errorf("opening the listener of %s: %w", p.what, err)
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
