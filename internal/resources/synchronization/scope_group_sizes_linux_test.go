package synchronization_test

import (
	"flag"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

var sizes = flag.String("sizes", "", "numbers of members, such as 1000,5000: print what plans and applies of such groups cost")

// TestSizes prints what large groups cost. It is a benchmark of the CLI and the
// provider in their own processes:
//
//	go test ./internal/resources/synchronization -run TestSizes -v -args -sizes 1000,5000,20000
func TestSizes(t *testing.T) {
	t.Parallel()
	if *sizes == "" {
		t.Skip("a benchmark, with -args -sizes 1000,5000")
	}
	for text := range strings.SplitSeq(*sizes, ",") {
		size, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		const change = 40
		e := employing(size + change)
		e.Tenant(acctest.Contoso).Groups = []acctest.Object{{
			"id": groupID, "displayName": name, "mailNickname": name, "mailEnabled": false, "securityEnabled": true, "members": members(0, size),
		}}
		w := acctest.Start(t, e)
		s := acctest.NewWorkspace(t, unguarded(w.Config(group(set("members", members(0, size))))))
		measure(t, w, s, size, "import", "import", address, "contoso/"+groupID)
		measure(t, w, s, size, "plan without changes", "plan")
		s.Write(unguarded(w.Config(group(set("members", members(change/2, size+change/2))))))
		measure(t, w, s, size, "plan of 40 changes", "plan")
		measure(t, w, s, size, "apply of 40 changes", "apply", "-auto-approve")
	}
}

// measure runs a command, and prints its requests, the processor's seconds of the CLI
// and of the provider, and the peak memory of the provider.
func measure(t *testing.T, w *acctest.World, s *acctest.Workspace, size int, what string, args ...string) {
	t.Helper()
	w.ForgetRequests()
	before := childrenSeconds(t)
	p := s.Start(args...)
	var provider usage
	for running := true; running; {
		select {
		case <-p.Ended:
			running = false
		case <-time.After(20 * time.Millisecond):
			provider = providerUsage(s, provider)
		}
	}
	if out, err := p.Wait(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, acctest.Tail(out))
	}
	t.Logf("%6d members, %-20s: %3d requests, %2d writes, CPU %5.1f s of the CLI, %4.1f s and %4d MB of the provider",
		size, what, len(w.Requests()), len(w.Writes()), childrenSeconds(t)-before-provider.seconds, provider.seconds, provider.peak>>10)
}

// usage is what a process has used: seconds of the processor, and its most memory in kB.
type usage struct {
	seconds float64
	peak    int
}

// childrenSeconds is the time of the processor that the ended processes below this one
// have used.
func childrenSeconds(t *testing.T) float64 {
	t.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &r); err != nil {
		t.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds()
}

var highest = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// clockTicks is the unit of times in /proc, of which a second has 100.
const clockTicks = 100

// providerUsage is what the provider of a workspace has used, or the last known value
// if it has ended.
func providerUsage(s *acctest.Workspace, last usage) usage {
	pids, err := os.ReadFile(s.Path("pids"))
	if err != nil {
		return last
	}
	all := strings.Fields(string(pids))
	if len(all) == 0 {
		return last
	}
	process := "/proc/" + all[len(all)-1]
	status, err := os.ReadFile(process + "/status")
	if err != nil {
		return last
	}
	times, err := os.ReadFile(process + "/stat")
	if err != nil {
		return last
	}
	found := highest.FindSubmatch(status)
	if found == nil {
		return last
	}
	_, rest, _ := strings.Cut(string(times), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	kB, _ := strconv.Atoi(string(found[1]))
	return usage{seconds: float64(user+system) / clockTicks, peak: kB}
}
