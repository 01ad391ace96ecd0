package emulator

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/graphapi"
)

// exchangeNotModeled answers 501 with the name of the requested cmdlet, which
// Exchange Online's admin endpoint receives in the body of InvokeCommand
// (exchange §2).
func exchangeNotModeled(now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			CmdletInput struct{ CmdletName string }
		}
		what := r.Method + " " + r.URL.Path
		if err := json.NewDecoder(r.Body).Decode(&body); err == nil && body.CmdletInput.CmdletName != "" {
			what = "the cmdlet " + body.CmdletInput.CmdletName
		}
		graphapi.WriteError(w, r, now(), http.StatusNotImplemented, "NotImplemented", "The emulator does not model Exchange Online yet: "+what+".")
	})
}
