package emulator

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	// closeTimeout is the time that requests in progress have to finish.
	closeTimeout  = 5 * time.Second
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
)

// serve serves a cloud on each of the first listeners, and the official names on
// another one.
func (s *Server) serve(listeners []net.Listener) error {
	certificate, err := s.config.CA.Issue(s.config.Host)
	if err != nil {
		return err
	}
	s.serving = make(chan error, len(listeners))
	clouds := map[string]*cloudParts{}
	for i, cloud := range schema.Clouds() {
		bases := baseURLs(s.config.Host, listeners[i])
		s.clouds[cloud] = Endpoints{Authority: bases[0], Graph: bases[0], Exchange: bases[0]}
		clouds[cloud] = s.parts(entra.Config{World: s.config.World, Cloud: cloud, BaseURLs: bases, Key: s.config.CA.tokens, DeviceCodes: s.codes})
	}
	if s.config.Hosts {
		if err := s.serveHosts(listeners[len(clouds)], clouds); err != nil {
			return err
		}
	}
	for i, cloud := range schema.Clouds() {
		s.start(listeners[i], s.dated(wire.Chain(clouds[cloud], guarded(s.config.Host, namesOf(cloud)))), certificate)
	}
	return nil
}

// start serves a listener until the server is closed.
func (s *Server) start(l net.Listener, handler http.Handler, certificate tls.Certificate) {
	errorLog := s.config.ErrorLog
	if errorLog == nil {
		errorLog = log.New(io.Discard, "", 0)
	}
	server := &http.Server{
		Handler:           handler,
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          errorLog,
		ConnContext:       wire.WithNetwork,
	}
	s.servers = append(s.servers, server)
	go func() { s.serving <- server.ServeTLS(l, "", "") }()
}

func (s *Server) dated(h http.Handler) http.Handler {
	return wire.Chain(h, wire.Dates(s.config.World.Now))
}

// baseURLs lists the addresses of a listener; the first one is the default.
func baseURLs(host string, l net.Listener) []string {
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		port = "443"
	}
	hosts := []string{reachable(host), "localhost", "127.0.0.1", "::1"}
	var urls []string
	for _, h := range hosts {
		if u := "https://" + net.JoinHostPort(h, port); !slices.Contains(urls, u) {
			urls = append(urls, u)
		}
	}
	return urls
}

// reachable replaces "every interface" with an address that a client can use.
func reachable(host string) string {
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		if ip.To4() == nil {
			return "::1"
		}
		return DefaultHost
	}
	return host
}

// Close stops listening and lets requests in progress finish for up to five
// seconds.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	return s.shutdown(ctx)
}

// shutdown interrupts the remaining requests when the context ends.
func (s *Server) shutdown(ctx context.Context) error {
	results := make(chan error, len(s.servers))
	for _, server := range s.servers {
		go func() { results <- stop(ctx, server) }()
	}
	var all error
	for range s.servers {
		all = errors.Join(all, <-results)
		if err := <-s.serving; !errors.Is(err, http.ErrServerClosed) {
			all = errors.Join(all, err)
		}
	}
	return all
}

func stop(ctx context.Context, server *http.Server) error {
	err := server.Shutdown(ctx)
	if err == nil {
		return nil
	}
	if closeErr := server.Close(); closeErr != nil {
		return fmt.Errorf("closing a listener: %w", closeErr)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return fmt.Errorf("closing a listener: %w", err)
}
