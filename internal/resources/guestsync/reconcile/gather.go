package reconcile

import (
	"slices"
	"strings"
)

// facts are the input, by id, address and anchor. A withheld person is in no index
// but that of ids.
type facts struct {
	people         map[ID]*Person
	withheld, gone map[ID]bool
	users, bin     map[ID]*External
	// deleted are users that the resource tenant has deleted.
	deleted                     map[ID]bool
	usersByAddress              map[string][]*External
	binByAddress                map[string][]*External
	usersByAnchor, binsByAnchor map[string]*External
}

func gather(s *Settings, in Input) facts {
	f := facts{
		people: make(map[ID]*Person, len(in.Source.People)), withheld: map[ID]bool{}, gone: map[ID]bool{}, deleted: map[ID]bool{},
	}
	for i := range in.Source.People {
		p := &in.Source.People[i]
		if s.withheld(p) {
			f.withheld[p.ID] = true
			delete(f.people, p.ID)
			continue
		}
		f.people[p.ID] = p
		delete(f.withheld, p.ID)
	}
	for _, id := range in.Source.Gone {
		f.gone[id] = true
	}
	for _, id := range in.Target.Gone {
		f.deleted[id] = true
	}
	f.users, f.usersByAddress, f.usersByAnchor = index(s, in.Target.Users)
	f.bin, f.binByAddress, f.binsByAnchor = index(s, in.Target.Deleted)
	return f
}

func index(s *Settings, users []External) (byID map[ID]*External, byAddress map[string][]*External, byAnchor map[string]*External) {
	byID, byAddress, byAnchor = make(map[ID]*External, len(users)), make(map[string][]*External, len(users)), map[string]*External{}
	for i := range users {
		u := &users[i]
		byID[u.ID] = u
		for _, a := range u.Addresses {
			a = strings.ToLower(a)
			if a != "" && !slices.Contains(byAddress[a], u) {
				byAddress[a] = append(byAddress[a], u)
			}
		}
		if s.Anchor != "" && u.Anchor != "" {
			byAnchor[strings.ToLower(u.Anchor)] = u
		}
	}
	return byID, byAddress, byAnchor
}

// holders returns the users with an address of a person.
func holders(byAddress map[string][]*External, p *Person) []*External {
	var found []*External
	for _, a := range p.addresses() {
		for _, u := range byAddress[a] {
			if !slices.Contains(found, u) {
				found = append(found, u)
			}
		}
	}
	return found
}
