package entra

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// devicePage is the page on which a user enters the code from a client.
var devicePage = template.Must(template.New("device").Parse(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Enter code</title>
<style>body{font-family:sans-serif;max-width:24rem;margin:4rem auto}label,input,button{display:block;width:100%;margin:.4rem 0}</style></head>
<body>
<h1>Enter code</h1>
{{if .Done}}<p>{{.User}} has signed in. The client continues by itself; this window can be closed.</p>
{{else}}{{if .Problem}}<p role="alert">{{.Problem}}</p>{{end}}
<form method="post">
<label>Code that the client shows <input name="code" value="{{.Code}}" required autocomplete="off"></label>
<label>User principal name <input name="username" value="{{.User}}" required autocomplete="username"></label>
<label>Password, from the seed of the emulator <input name="password" type="password" required autocomplete="current-password"></label>
<button>Sign in</button>
</form>{{end}}
</body>
</html>
`))

// deviceAnswer is the content of the page.
type deviceAnswer struct {
	Code, User, Problem string
	Done                bool
}

func (s *Service) deviceForm(w http.ResponseWriter, r *http.Request) {
	showDevicePage(w, http.StatusOK, deviceAnswer{Code: r.URL.Query().Get("otc")})
}

// deviceSignIn checks the password, as the service's page does, and approves the
// code.
func (s *Service) deviceSignIn(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.write(w, r, errForm())
		return
	}
	answer := deviceAnswer{Code: strings.TrimSpace(r.PostForm.Get("code")), User: strings.TrimSpace(r.PostForm.Get("username"))}
	if err := s.signInWithCode(answer, r.PostForm.Get("password")); err != nil {
		answer.Problem = err.Error()
		showDevicePage(w, http.StatusBadRequest, answer)
		return
	}
	answer.Done = true
	showDevicePage(w, http.StatusOK, answer)
}

func (s *Service) signInWithCode(a deviceAnswer, password string) error {
	t, found := s.find(domainOf(a.User))
	if !found {
		return errNoDomain()
	}
	user, _, err := directory.SignIn(s.config.World, t.ID, a.User)
	if err != nil {
		return asRefusal(err, a.User, t)
	}
	if refused := checkPassword(user, password); refused != nil {
		return refused
	}
	return s.ApproveDeviceCode(t, user.ID, a.Code)
}

func showDevicePage(w http.ResponseWriter, status int, answer deviceAnswer) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
	w.WriteHeader(status)
	// An error means that the client has disconnected.
	_ = devicePage.Execute(w, answer)
}
