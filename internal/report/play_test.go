package report
import ("testing";"os")
func TestPlay(t *testing.T){
 for _, n := range []string{"defense-contractor.plan","defense-contractor.state","defense-contractor.plan2"} {
  for _, f := range []string{"html","markdown"} {
   f2,_ := os.Create("/tmp/rp/"+n+"."+f)
   if c := Command([]string{"-format",f,"-tenant","commercial=public,trey.example","-tenant","defense=usgovernment,defense.trey.example","/tmp/rp/"+n+".json"}, nil, f2, os.Stderr); c!=0 {t.Error(c)}
  }
 }
}
