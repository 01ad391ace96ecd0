package tenant

import (
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// quotaRow is a row of the guide's table: guests, writes, and minutes of two runs that
// share an application and of three applications.
var quotaRow = regexp.MustCompile(`(?m)^\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) min \| ([\d,]+) min \|$`)

// TestQuotaTable simulates the table in the guide "Split an estate into several runs":
// runs with the limiter of the provider against the quotas of the emulator. It takes as
// long as the page says, and nothing is refused. The last row takes too long, and
// follows from the two before it, because the time grows with the writes.
func TestQuotaTable(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/guides/several-runs.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := quotaRow.FindAllStringSubmatch(string(page), -1)
	if len(rows) != 4 {
		t.Fatalf("the page has %d rows", len(rows))
	}
	for column, apps := range map[int][]string{3: {"app", "app"}, 4: {"first", "second", "third"}} {
		t.Run(strings.Join(apps, " "), func(t *testing.T) {
			t.Parallel()
			share := 1.0
			if apps[0] == apps[1] {
				share = 1 / float64(len(apps))
			}
			var took [4]time.Duration
			for i, row := range rows[:3] {
				var refused int32
				took[i], refused = simulate(t, apps, share, grouped(t, row[2]))
				if refused > 0 {
					t.Errorf("%d of %s writes are refused", refused, row[2])
				}
			}
			took[3] = took[2] + 10*(took[2]-took[1])
			for i, row := range rows {
				if grouped(t, row[2]) != 2*grouped(t, row[1]) {
					t.Errorf("%s guests with a profile are said to take %s writes", row[1], row[2])
				}
				if minutes := int(took[i].Minutes()); minutes != grouped(t, row[column]) {
					t.Errorf("%s writes take %d minutes, and the page says %s", row[2], minutes, row[column])
				}
			}
		})
	}
}

// simulate divides writes among runs, one for each application, and returns the time
// until the last one has ended.
func simulate(t *testing.T, apps []string, share float64, writes int) (took time.Duration, refused int32) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		throttle := wire.NewThrottle(wire.ThrottleConfig{
			Now: time.Now, Users: func(string) int { return 1_000 },
			Cost: func(*http.Request) (int, bool) { return 1, true },
		})
		began, left := time.Now(), atomic.Int32{}
		left.Store(int32(writes))
		var all sync.WaitGroup
		var refusals atomic.Int32
		for _, app := range apps {
			subject := wire.Subject{Service: wire.Graph, TenantID: anyTenant, AppID: app}
			graphAPI := wire.Chain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
				wire.Identify(func(*http.Request) wire.Subject { return subject }), throttle.Layer())
			limiter := transport.NewLimiter(transport.SystemClock(), graph.UnitQuota.Share(share), graph.WriteQuota.Share(share))
			all.Go(func() {
				request := httptest.NewRequest(http.MethodPatch, "/v1.0/users/42", http.NoBody)
				for left.Add(-1) >= 0 {
					if err := limiter.Wait(t.Context(), transport.Cost{Units: 1, Writes: 1}); err != nil {
						t.Error(err)
						return
					}
					answer := httptest.NewRecorder()
					graphAPI.ServeHTTP(answer, request)
					if answer.Code == http.StatusTooManyRequests {
						refusals.Add(1)
					}
				}
			})
		}
		all.Wait()
		took, refused = time.Since(began), refusals.Load()
	})
	return took, refused
}

// grouped parses a number with commas between groups of digits.
func grouped(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
