package acctest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// Moment is the request of a command at which it is killed.
type Moment struct {
	// Method and Path select requests to Graph. Path is a [wire.Pattern]; without
	// a method, all writes match.
	Method, Path string
	// Cmdlet selects requests to Exchange Online instead, by the cmdlet.
	Cmdlet string
	// Any selects every request to Graph and Exchange Online, reads included.
	Any bool
	// Number is the position among the matching requests, from 1; 0 means the
	// first.
	Number int
	// CarriedOut is whether the service processes the request before the kill. The
	// response is lost in either case.
	CarriedOut bool
	// CLI is whether the CLI is killed in addition to the provider.
	CLI bool
}

// Kill runs a command of the CLI and kills it with SIGKILL at a moment. It
// returns the output, and whether the moment came before the command ended.
func (w *World) Kill(s *Workspace, at Moment, args ...string) (out string, killed bool) {
	w.t.Helper()
	out, killed, err := w.TryKill(s, at, args...)
	if err != nil && !killed {
		w.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out, killed
}

// TryKill is Kill for a command that may fail before the moment. Err is its exit
// error.
func (w *World) TryKill(s *Workspace, at Moment, args ...string) (out string, killed bool, err error) {
	w.t.Helper()
	arrived := w.gate.shut(at)
	defer w.gate.open()
	process := s.Start(args...)
	select {
	case <-arrived:
	case <-process.Ended:
		out, err = process.Wait()
		return out, false, err
	}
	kill := process.KillProvider
	if at.CLI {
		kill = process.KillAll
	}
	if err := kill(); err != nil {
		w.t.Fatal(err)
	}
	out, err = process.Wait()
	if err == nil {
		w.t.Fatalf("%s survived:\n%s", strings.Join(args, " "), out)
	}
	if at.CLI {
		s.mendState()
	}
	return out, true, err
}

// When runs a function at a moment, before the request is forwarded to the
// service.
func (w *World) When(at Moment, do func()) {
	arrived := w.gate.shut(at)
	w.gate.meanwhile(do)
	w.t.Cleanup(func() {
		select {
		case <-arrived:
		default:
			w.t.Error("the moment has not come")
		}
	})
}

// gate holds the request of a moment until its client is gone. The zero value
// forwards everything.
type gate struct {
	mu      sync.Mutex
	at      *Moment
	pattern wire.Pattern
	arrived chan struct{}
	// do runs at the moment instead of holding the request.
	do func()
}

// shut arms the gate for a moment; the channel is closed when it comes.
func (g *gate) shut(at Moment) <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	at.Number = max(at.Number, 1)
	g.at, g.pattern, g.arrived, g.do = &at, wire.NewPattern(at.Path), make(chan struct{}), nil
	return g.arrived
}

func (g *gate) meanwhile(do func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.do = do
}

func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.at = nil
}

func (g *gate) layer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		at, arrived, do := g.pass(r)
		if at == nil {
			next.ServeHTTP(rw, r)
			return
		}
		if do != nil {
			close(arrived)
			do()
			next.ServeHTTP(rw, r)
			return
		}
		if at.CarriedOut {
			next.ServeHTTP(httptest.NewRecorder(), r)
		}
		// The server detects a disconnected client only after reading the body.
		_, _ = io.Copy(io.Discard, r.Body)
		close(arrived)
		<-r.Context().Done()
	})
}

// pass counts a request, and returns the moment if it has come.
func (g *gate) pass(r *http.Request) (*Moment, chan<- struct{}, func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.at == nil || !g.selects(r) {
		return nil, nil, nil
	}
	if g.at.Number--; g.at.Number > 0 {
		return nil, nil, nil
	}
	at := g.at
	g.at = nil
	return at, g.arrived, g.do
}

func (g *gate) selects(r *http.Request) bool {
	cmdlet := r.Header.Get("X-CmdletName")
	if g.at.Any || g.at.Cmdlet != "" || cmdlet != "" {
		return g.at.Any || g.at.Cmdlet == cmdlet && cmdlet != ""
	}
	if !g.pattern.Matches(wire.Graph, r.URL.Path) {
		return false
	}
	if g.at.Method != "" {
		return g.at.Method == r.Method
	}
	return r.Method != http.MethodGet && !strings.HasSuffix(r.URL.Path, "/$batch")
}
