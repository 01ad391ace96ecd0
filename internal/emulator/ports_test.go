package emulator

import (
	"net"
	"strconv"
	"testing"
)

// With a fixed port the clouds' ports are in order, and after a conflict no
// listener remains open.
func TestPorts(t *testing.T) {
	t.Parallel()
	port := freeRange(t)
	listeners, err := listen(Config{Host: DefaultHost, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range listeners {
		if want := net.JoinHostPort(DefaultHost, strconv.Itoa(port+i)); l.Addr().String() != want {
			t.Errorf("listener %d is at %s, want %s", i, l.Addr(), want)
		}
	}
	if more, err := listen(Config{Host: DefaultHost, Port: port - 1}); err == nil {
		t.Errorf("a taken port was opened: %v", more)
	}
	if err := closeAll(listeners); err != nil {
		t.Fatal(err)
	}
	listeners, err = listen(Config{Host: DefaultHost, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	if err := closeAll(listeners); err != nil {
		t.Error(err)
	}
}

// freeRange finds four consecutive ports outside the ephemeral range.
func freeRange(t *testing.T) int {
	t.Helper()
	for port := 20_001; port < 30_000; port += 10 {
		if listeners, err := listen(Config{Host: DefaultHost, Port: port}); err == nil {
			if err := closeAll(listeners); err != nil {
				t.Fatal(err)
			}
			return port
		}
	}
	t.Fatal("no free ports")
	return 0
}
