package emulator

import (
	"encoding/json"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/msgraph"
)

// exchangeNotModelled names the cmdlet that a client wanted to run. Exchange
// Online's admin endpoint takes it in the body of InvokeCommand (exchange §2).
func exchangeNotModelled(w http.ResponseWriter, r *http.Request) {
	var body struct {
		CmdletInput struct{ CmdletName string }
	}
	what := r.Method + " " + r.URL.Path
	if err := json.NewDecoder(r.Body).Decode(&body); err == nil && body.CmdletInput.CmdletName != "" {
		what = "the cmdlet " + body.CmdletInput.CmdletName
	}
	msgraph.WriteError(w, r, http.StatusNotImplemented, "NotImplemented", "The emulator does not model Exchange Online yet: "+what+".")
}
