// Az stands in for the Azure CLI after a sign-in: az account get-access-token prints the
// token in the file beside it, and az rest sends requests with that token.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/jmespath/go-jmespath"
)

// session is the sign-in, in the file session.json.
type session struct {
	// Token is the output of az account get-access-token.
	Token json.RawMessage
	// Graph is the address of the emulator that answers for the name of Microsoft Graph.
	Graph string
}

const officialGraph = "https://graph.microsoft.com"

func main() {
	if err := run(os.Args[1:]); err != nil {
		_, _ = os.Stderr.WriteString("ERROR: " + err.Error() + "\n")
		os.Exit(1)
	}
}

func run(args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(filepath.Dir(self), "session.json"))
	if err != nil {
		return err
	}
	var s session
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	switch command := strings.Join(args[:min(len(args), 2)], " "); {
	case command == "account get-access-token":
		_, err = os.Stdout.Write(s.Token)
		return err
	case strings.HasPrefix(command, "rest "):
		return s.rest(args[1:])
	default:
		return fmt.Errorf("the stand-in has no command %q", strings.Join(args, " "))
	}
}

// rest is az rest with its flags for a method, an address, a body and a query.
func (s session) rest(args []string) error {
	flags := map[string]string{"--method": "get", "--url": "", "--body": "", "--query": "@", "--output": "json"}
	for ; len(args) >= 2; args = args[2:] {
		if _, known := flags[args[0]]; !known {
			return fmt.Errorf("unrecognized argument: %s", args[0])
		}
		flags[args[0]] = args[1]
	}
	if len(args) > 0 {
		return fmt.Errorf("unrecognized argument: %s", args[0])
	}
	answer, err := s.send(strings.ToUpper(flags["--method"]), flags["--url"], flags["--body"])
	if err != nil || answer == nil {
		return err
	}
	found, err := jmespath.Search(flags["--query"], answer)
	if err != nil {
		return err
	}
	return show(found, flags["--output"])
}

// send returns the body of the answer, nil if there is none.
func (s session) send(method, url, body string) (answer any, err error) {
	path, official := strings.CutPrefix(url, officialGraph+"/")
	if !official {
		return nil, fmt.Errorf("%q is not an address of Microsoft Graph", url)
	}
	if body != "" && !json.Valid([]byte(body)) {
		return nil, fmt.Errorf("the body is not JSON: %s", body)
	}
	request, err := http.NewRequest(method, s.Graph+"/"+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	var token struct{ AccessToken string }
	if err := json.Unmarshal(s.Token, &token); err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token.AccessToken)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return nil, err
	case response.StatusCode >= http.StatusBadRequest:
		return nil, fmt.Errorf("%s(%s)", http.StatusText(response.StatusCode), data)
	case len(data) == 0:
		return nil, nil
	}
	return answer, json.Unmarshal(data, &answer)
}

// show prints a result as JSON, or a text alone as TSV.
func show(result any, output string) error {
	text, isText := result.(string)
	switch {
	case output == "json":
		return json.NewEncoder(os.Stdout).Encode(result)
	case output == "tsv" && isText:
		_, err := os.Stdout.WriteString(text + "\n")
		return err
	default:
		return errors.New("the stand-in prints JSON, or one text as TSV")
	}
}
