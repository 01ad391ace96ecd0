package kernel

// Put writes a version of an object and updates the change log.
func (s *Set[T]) Put(d *Directory, v *T, at Moment) {
	id := *s.ID(v)
	before := s.Truth(d, id)
	s.record(d, before, v, at)
	s.in(d).live.put(id, v, at)
	deed := Changed
	if before == nil {
		deed = Created
	}
	s.notify(d, deed, before, v, at)
}

// Fill stores an object that is visible to every reader immediately, for seeds.
func (s *Set[T]) Fill(d *Directory, v *T) { s.in(d).live.put(*s.ID(v), v, Moment{}) }

// Remove deletes an object permanently, with the objects that it owns.
func (s *Set[T]) Remove(d *Directory, id string, at Moment) {
	v := s.Truth(d, id)
	if v == nil {
		return
	}
	s.record(d, v, nil, at)
	s.in(d).live.put(id, nil, at)
	s.notify(d, Deleted, v, nil, at)
	for _, owned := range d.sets {
		if owned.Declared().Owner == s.Name {
			owned.orphaned(d, id, at)
		}
	}
}

// orphaned deletes the objects owned by a deleted object.
func (s *Set[T]) orphaned(d *Directory, owner string, at Moment) {
	for _, v := range s.All(d) {
		if s.OwnerID(v) == owner {
			s.Remove(d, *s.ID(v), at)
		}
	}
}
