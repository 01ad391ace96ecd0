package synchronization_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

var sizes = flag.Bool("sizes", false, "print requests, seconds and peak memory of plans and applies of large groups")

// TestSizes prints what large groups cost. It is a benchmark of the CLI and the
// provider in their own processes:
//
//	go test ./internal/resources/synchronization -run TestSizes -v -args -sizes
func TestSizes(t *testing.T) {
	t.Parallel()
	if !*sizes {
		t.Skip("a benchmark, with -args -sizes")
	}
	for _, size := range []int{1000, 5000, 20_000} {
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

// measure runs a command, and prints its requests, its seconds, and the peak memory of
// the provider.
func measure(t *testing.T, w *acctest.World, s *acctest.Workspace, size int, what string, args ...string) {
	t.Helper()
	w.ForgetRequests()
	began := time.Now()
	p := s.Start(args...)
	peak := 0
	for running := true; running; {
		select {
		case <-p.Ended:
			running = false
		case <-time.After(20 * time.Millisecond):
			peak = max(peak, highWater(s))
		}
	}
	if out, err := p.Wait(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, acctest.Tail(out))
	}
	t.Logf("%6d members, %-20s: %3d requests, %2d writes, %5.1f s, %4d MB", size, what, len(w.Requests()), len(w.Writes()), time.Since(began).Seconds(), peak>>10)
}

var highest = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// highWater is the most memory that the provider of a workspace has had, in kB.
func highWater(s *acctest.Workspace) int {
	pids, err := os.ReadFile(s.Path("pids"))
	if err != nil {
		return 0
	}
	all := strings.Fields(string(pids))
	if len(all) == 0 {
		return 0
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%s/status", all[len(all)-1]))
	if err != nil {
		return 0
	}
	found := highest.FindSubmatch(status)
	if found == nil {
		return 0
	}
	kB, _ := strconv.Atoi(string(found[1]))
	return kB
}
