<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>AnalysisChoices</name>
    <message>
        <source>Auto: SyncNet where its weights are installed, else the scorer without weights</source>
        <translation>자동: SyncNet 가중치가 설치되어 있으면 SyncNet, 아니면 가중치가 필요 없는 측정기</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>검출기</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Scorer</source>
        <translation>측정기</translation>
    </message>
    <message>
        <source>What finds the faces</source>
        <translation>얼굴을 찾는 검출기</translation>
    </message>
    <message>
        <source>What the networks run on</source>
        <translation>신경망을 실행할 장치</translation>
    </message>
</context>
<context>
    <name>AnalysisControl</name>
    <message>
        <source>, {n} dropped (see Inspector)</source>
        <translation>, {n}개 제외됨(속성 참조)</translation>
    </message>
    <message>
        <source>Analysis cancelled; what was finished is kept</source>
        <translation>분석을 취소했습니다. 끝난 부분은 그대로 남습니다</translation>
    </message>
    <message>
        <source>Analysis of {name}</source>
        <translation>{name} 분석</translation>
    </message>
    <message>
        <source>one track</source>
        <translation>트랙 1개</translation>
    </message>
    <message>
        <source>{name} analysed: no face found</source>
        <translation>{name} 분석 완료: 얼굴을 찾지 못했습니다</translation>
    </message>
    <message>
        <source>{name} analysed: {n} found</source>
        <translation>{name} 분석 완료: {n} 찾음</translation>
    </message>
    <message>
        <source>{n} tracks</source>
        <translation>트랙 {n}개</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <source>Locate…</source>
        <translation>찾기…</translation>
    </message>
    <message>
        <source>Open a copy…</source>
        <translation>사본 열기…</translation>
    </message>
    <message>
        <source>Read-only: opened by {holder}. You see it as it was when you opened it.</source>
        <translation>읽기 전용: {holder}에서 열려 있습니다. 열었을 때의 상태가 보입니다.</translation>
    </message>
    <message>
        <source>Search a folder…</source>
        <translation>폴더에서 찾기…</translation>
    </message>
    <message>
        <source>{name} cannot be read where it was. Its tracks can be reviewed.</source>
        <translation>{name}: 원래 자리에서 읽을 수 없습니다. 트랙은 검수할 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>BatchQueue</name>
    <message>
        <source>Analysis of {name}, {n} more waiting</source>
        <translation>{name} 분석, 대기 {n}개</translation>
    </message>
    <message>
        <source>The queue is paused; what was finished is kept</source>
        <translation>대기열을 멈췄습니다. 끝난 작업은 보관됩니다</translation>
    </message>
    <message>
        <source>it could not be saved</source>
        <translation>저장하지 못했습니다</translation>
    </message>
</context>
<context>
    <name>BoxForm</name>
    <message>
        <source>Box</source>
        <translation>박스</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>높이(픽셀)</translation>
    </message>
    <message>
        <source>Left edge in pixels</source>
        <translation>왼쪽 가장자리(픽셀)</translation>
    </message>
    <message>
        <source>Upper edge in pixels</source>
        <translation>위쪽 가장자리(픽셀)</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>너비(픽셀)</translation>
    </message>
    <message>
        <source>occluded</source>
        <translation>가려짐</translation>
    </message>
    <message>
        <source>truncated</source>
        <translation>잘림</translation>
    </message>
</context>
<context>
    <name>CorrectionPanel</name>
    <message>
        <source>By hand</source>
        <translation>직접 입력</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>보정됨</translation>
    </message>
    <message>
        <source>Delay of the sound</source>
        <translation>소리 지연</translation>
    </message>
    <message>
        <source>Local offset here</source>
        <translation>이 지점의 국소 오프셋</translation>
    </message>
    <message>
        <source>Offset of the track</source>
        <translation>트랙의 오프셋</translation>
    </message>
    <message>
        <source>What the sound is corrected by</source>
        <translation>소리를 무엇에 맞춰 보정할지</translation>
    </message>
    <message>
        <source>{words}. Wheel: 1 ms, with Shift 10. Typed: milliseconds, negative for earlier.</source>
        <translation>{words}. 휠: 1 ms, Shift와 함께 10 ms. 직접 입력: 밀리초, 앞당기려면 음수.</translation>
    </message>
</context>
<context>
    <name>CriteriaPanel</name>
    <message>
        <source> steps of 40 ms</source>
        <translation> 단계(40 ms)</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>신뢰도</translation>
    </message>
    <message>
        <source>Confidence of SyncNet: {n} tracks</source>
        <translation>SyncNet의 신뢰도: 트랙 {n}개</translation>
    </message>
    <message>
        <source>Confidence of the scorer without weights: {n} tracks</source>
        <translation>가중치 없는 측정기의 신뢰도: 트랙 {n}개</translation>
    </message>
    <message>
        <source>Confidences of</source>
        <translation>신뢰도 그래프</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>남길 기준</translation>
    </message>
    <message>
        <source>Kept tracks: {kept}, {kept_time}. Lost tracks: {lost}, {lost_time}.</source>
        <translation>남김: 트랙 {kept}개, {kept_time}. 제외: 트랙 {lost}개, {lost_time}.</translation>
    </message>
    <message>
        <source>Largest offset</source>
        <translation>최대 오프셋</translation>
    </message>
    <message>
        <source>Least confidence</source>
        <translation>최소 신뢰도</translation>
    </message>
    <message>
        <source>Offset (steps; right: audio is early)</source>
        <translation>오프셋(단계, 오른쪽: 소리가 빠름)</translation>
    </message>
    <message>
        <source>Offset of {n} tracks (steps; right: audio is early)</source>
        <translation>트랙 {n}개의 오프셋(단계, 오른쪽: 소리가 빠름)</translation>
    </message>
    <message>
        <source>SyncNet</source>
        <translation>SyncNet</translation>
    </message>
    <message>
        <source>The figures are SyncNet&apos;s. For tracks that were scored without weights the floor of that scorer&apos;s own scale holds. A verdict goes before the figures.</source>
        <translation>수치는 SyncNet 기준입니다. 가중치 없이 측정한 트랙에는 그 측정기의 하한을 씁니다. 판정이 수치보다 우선합니다.</translation>
    </message>
    <message>
        <source>loose: confidence 3, offset 6 steps</source>
        <translation>느슨함: 신뢰도 3, 오프셋 6단계</translation>
    </message>
    <message>
        <source>normal: confidence 4, offset 3 steps</source>
        <translation>보통: 신뢰도 4, 오프셋 3단계</translation>
    </message>
    <message>
        <source>own limits</source>
        <translation>직접 정하기</translation>
    </message>
    <message>
        <source>strict: confidence 6, offset 1 step</source>
        <translation>엄격함: 신뢰도 6, 오프셋 1단계</translation>
    </message>
    <message>
        <source>the scorer without weights</source>
        <translation>가중치 없는 측정기</translation>
    </message>
</context>
<context>
    <name>DevicesDialog</name>
    <message>
        <source>&amp;Copy</source>
        <translation>복사(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Measure again</source>
        <translation>다시 측정(&amp;M)</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Measuring the devices</source>
        <translation>장치 측정 중</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>측정 중…</translation>
    </message>
</context>
<context>
    <name>Dock</name>
    <message>
        <source>Close the panel {name}</source>
        <translation>{name} 패널 닫기</translation>
    </message>
    <message>
        <source>Take the panel {name} out of the window, or back</source>
        <translation>{name} 패널을 창에서 떼거나 다시 붙이기</translation>
    </message>
</context>
<context>
    <name>Dropping</name>
    <message>
        <source>Folders that cannot be read were left out: {n}</source>
        <translation>읽을 수 없는 폴더 {n}개를 제외했습니다.</translation>
    </message>
    <message>
        <source>Looking for videos</source>
        <translation>영상을 찾는 중</translation>
    </message>
    <message>
        <source>New project {name}</source>
        <translation>새 프로젝트 {name}</translation>
    </message>
    <message>
        <source>Only the first {n} videos of what was dropped are taken.</source>
        <translation>끌어다 놓은 항목에서 처음 {n}개의 영상만 가져옵니다.</translation>
    </message>
    <message>
        <source>There is no video in what was dropped.</source>
        <translation>끌어다 놓은 항목에 영상이 없습니다.</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Deleted: {name} and more with {boxes} keyframes, {verdicts} verdicts</source>
        <translation>삭제함: {name} 외, 키프레임 {boxes}개, 판정 {verdicts}개</translation>
    </message>
    <message>
        <source>Deleted: {name} with {boxes} keyframes and {verdicts} verdicts</source>
        <translation>삭제함: {name}, 키프레임 {boxes}개, 판정 {verdicts}개</translation>
    </message>
    <message>
        <source>Label of {track}:</source>
        <translation>{track}의 레이블:</translation>
    </message>
    <message>
        <source>Locked tracks stay as they are: Track &gt; Lock unlocks them.</source>
        <translation>잠긴 트랙은 그대로 둡니다. 트랙 &gt; 잠금으로 잠금을 해제할 수 있습니다.</translation>
    </message>
    <message>
        <source>The only keyframe of a track stays: delete the track.</source>
        <translation>트랙의 하나뿐인 키프레임은 지울 수 없습니다. 트랙을 지우려면 트랙 삭제를 쓰세요.</translation>
    </message>
    <message>
        <source>Relabel</source>
        <translation>레이블 변경</translation>
    </message>
</context>
<context>
    <name>ErrorReporter</name>
    <message>
        <source>SyncReview</source>
        <translation>SyncReview</translation>
    </message>
</context>
<context>
    <name>ExportCocoDialog</name>
    <message>
        <source>All frames</source>
        <translation>모든 프레임</translation>
    </message>
    <message>
        <source>All {n} videos of the project</source>
        <translation>프로젝트의 영상 {n}개 모두</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>COCO JSON (*.json)</source>
        <translation>COCO JSON (*.json)</translation>
    </message>
    <message>
        <source>Every n-th frame, n =</source>
        <translation>n번째 프레임마다, n =</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Export COCO</source>
        <translation>COCO 내보내기</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>프레임</translation>
    </message>
    <message>
        <source>Only frames with a keyframe</source>
        <translation>키프레임이 있는 프레임만</translation>
    </message>
    <message>
        <source>Only the video on screen</source>
        <translation>화면에 있는 영상만</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>폴더가 없습니다: {folder}</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>{name} is there and will be replaced.</source>
        <translation>{name} 파일이 이미 있으며 새 파일로 바뀝니다.</translation>
    </message>
</context>
<context>
    <name>FacePanel</name>
    <message>
        <source>Cut {side} × {side} px, made 224 × 224</source>
        <translation>{side} × {side} px를 잘라 224 × 224로 변환</translation>
    </message>
    <message>
        <source>Outlined: the half with the mouth. Scoring without weights compares it with the voice; SyncNet looks at the whole crop.</source>
        <translation>테두리: 입이 있는 아래쪽 절반. 가중치가 필요 없는 측정기는 이 부분을 목소리와 비교하고, SyncNet은 잘라 낸 화면 전체를 봅니다.</translation>
    </message>
    <message>
        <source>Select a track to see its face clip</source>
        <translation>트랙을 선택하면 얼굴 클립이 보입니다</translation>
    </message>
    <message>
        <source>Shown when the file is read to its end</source>
        <translation>파일을 끝까지 읽으면 보입니다</translation>
    </message>
    <message>
        <source>The face clip of {name} does not reach here</source>
        <translation>{name}: 얼굴 클립이 이 지점까지 오지 않습니다</translation>
    </message>
    <message>
        <source>The track has no box</source>
        <translation>트랙에 박스가 없습니다</translation>
    </message>
    <message>
        <source>The whole picture, made 224 × 224</source>
        <translation>화면 전체를 224 × 224로 변환</translation>
    </message>
    <message>
        <source>What the scorer sees</source>
        <translation>측정기가 보는 화면</translation>
    </message>
    <message>
        <source>{name}: step {step}, frame {frame}, {time}</source>
        <translation>{name}: 스텝 {step}, 프레임 {frame}, {time}</translation>
    </message>
</context>
<context>
    <name>FactFields</name>
    <message>
        <source>Attributes</source>
        <translation>속성값</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>What is typed here holds for all selected tracks.</source>
        <translation>여기에 입력한 내용은 선택한 모든 트랙에 적용됩니다.</translation>
    </message>
    <message>
        <source>free text beside the verdict</source>
        <translation>판정에 덧붙이는 글</translation>
    </message>
    <message>
        <source>name=value; name=value</source>
        <translation>이름=값; 이름=값</translation>
    </message>
    <message>
        <source>several values</source>
        <translation>여러 값</translation>
    </message>
</context>
<context>
    <name>FileCheck</name>
    <message>
        <source>Check of {name}</source>
        <translation>{name} 검사</translation>
    </message>
    <message>
        <source>The check was cancelled; nothing was marked</source>
        <translation>검사를 취소했습니다. 표시된 것은 없습니다</translation>
    </message>
    <message>
        <source>one frame cannot be decoded</source>
        <translation>프레임 1개를 디코딩할 수 없음</translation>
    </message>
    <message>
        <source>one frame is damaged</source>
        <translation>프레임 1개가 손상됨</translation>
    </message>
    <message>
        <source>{name}: every one of its {n} frames decodes without error</source>
        <translation>{name}: 프레임 {n}개가 모두 오류 없이 디코딩됩니다</translation>
    </message>
    <message>
        <source>{name}: {found}</source>
        <translation>{name}: {found}</translation>
    </message>
    <message>
        <source>{n} frames are damaged</source>
        <translation>프레임 {n}개가 손상됨</translation>
    </message>
    <message>
        <source>{n} frames cannot be decoded</source>
        <translation>프레임 {n}개를 디코딩할 수 없음</translation>
    </message>
    <message>
        <source>{s} s are missing at its end</source>
        <translation>끝부분 {s}초가 없음</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Open project</source>
        <translation>프로젝트 열기</translation>
    </message>
    <message>
        <source>Open video</source>
        <translation>영상 열기</translation>
    </message>
    <message>
        <source>Project for {n} videos</source>
        <translation>영상 {n}개를 담을 프로젝트</translation>
    </message>
    <message>
        <source>Projects (*{suffix})</source>
        <translation>프로젝트 (*{suffix})</translation>
    </message>
    <message>
        <source>Save project as</source>
        <translation>다른 이름으로 프로젝트 저장</translation>
    </message>
    <message>
        <source>Videos ({patterns});;All files (*)</source>
        <translation>영상 ({patterns});;모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Closing</source>
        <translation>닫는 중</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>{name} 내보내는 중</translation>
    </message>
    <message>
        <source>One file was opened. File &gt; Save project as: that takes several videos.</source>
        <translation>파일 하나만 열었습니다. 파일 &gt; 다른 이름으로 프로젝트 저장으로 저장한 프로젝트에는 영상을 여러 개 넣을 수 있습니다.</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>{name} 여는 중</translation>
    </message>
    <message>
        <source>Reading the sound</source>
        <translation>소리를 읽는 중</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>{name}(으)로 저장했습니다</translation>
    </message>
    <message>
        <source>The index stopped at {n} %. Open the file again to go on.</source>
        <translation>색인이 {n} %에서 멈췄습니다. 계속하려면 파일을 다시 여세요.</translation>
    </message>
    <message>
        <source>{name} was not read to its end: it is not in the project.</source>
        <translation>{name} 파일을 끝까지 읽지 않아 프로젝트에 넣지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>FindingsControl</name>
    <message>
        <source>Findings</source>
        <translation>점검 항목</translation>
    </message>
    <message>
        <source>No finding is open.</source>
        <translation>남은 점검 항목이 없습니다.</translation>
    </message>
    <message>
        <source>This is the first open finding.</source>
        <translation>첫 번째 점검 항목입니다.</translation>
    </message>
    <message>
        <source>This was the last open finding.</source>
        <translation>마지막 점검 항목입니다.</translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message>
        <source>Doubt</source>
        <translation>의심도</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>What</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>All videos</source>
        <translation>모든 영상</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>점검 항목</translation>
    </message>
    <message>
        <source>Findings in which state</source>
        <translation>보여 줄 점검 항목의 상태</translation>
    </message>
    <message>
        <source>Findings of which videos</source>
        <translation>점검 항목을 보여 줄 영상</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>남음</translation>
    </message>
    <message>
        <source>Open and closed</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>해결됨</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search the findings</source>
        <translation>점검 항목 검색</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>미룸</translation>
    </message>
    <message>
        <source>This video</source>
        <translation>이 영상</translation>
    </message>
    <message>
        <source>{open} open, {shown} shown</source>
        <translation>남은 항목 {open}개, 표시 {shown}개</translation>
    </message>
</context>
<context>
    <name>Following</name>
    <message>
        <source>Draw or set a box in this frame first.</source>
        <translation>먼저 이 프레임에 박스를 그리거나 지정하세요.</translation>
    </message>
    <message>
        <source>Following cancelled; the track is as it was</source>
        <translation>추적을 취소했습니다. 트랙은 그대로입니다</translation>
    </message>
    <message>
        <source>Following {track}</source>
        <translation>{track} 추적 중</translation>
    </message>
    <message>
        <source>The track changed while its box was followed: not used.</source>
        <translation>추적하는 동안 트랙이 바뀌어 결과를 쓰지 않았습니다.</translation>
    </message>
    <message>
        <source>then it left the picture</source>
        <translation>그 뒤 화면을 벗어남</translation>
    </message>
    <message>
        <source>then it was lost</source>
        <translation>그 뒤 놓침</translation>
    </message>
    <message>
        <source>up to the cut</source>
        <translation>컷까지</translation>
    </message>
    <message>
        <source>up to the end of the video</source>
        <translation>영상 끝까지</translation>
    </message>
    <message>
        <source>up to the next box set by hand</source>
        <translation>직접 지정한 다음 박스까지</translation>
    </message>
    <message>
        <source>{track} followed through {n} frames, {why}</source>
        <translation>{track}: {n}프레임 추적, {why}</translation>
    </message>
</context>
<context>
    <name>FullScreen</name>
    <message>
        <source>Esc ends full screen</source>
        <translation>Esc를 누르면 전체 화면이 끝납니다</translation>
    </message>
</context>
<context>
    <name>GoToDialog</name>
    <message>
        <source>Frame {frame} at {time}, pts {pts}</source>
        <translation>프레임 {frame}, 시간 {time}, pts {pts}</translation>
    </message>
    <message>
        <source>Frames 0 to {last}, up to {end}.</source>
        <translation>프레임 0–{last}, 끝 시간 {end}.</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>위치로 이동</translation>
    </message>
    <message>
        <source>No video is open.</source>
        <translation>열린 영상이 없습니다.</translation>
    </message>
    <message>
        <source>The file is still being read.</source>
        <translation>파일을 아직 읽고 있습니다.</translation>
    </message>
    <message>
        <source>Time, frame, pts or timecode:</source>
        <translation>시간, 프레임, pts 또는 타임코드:</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>As the project was opened or last saved under a name.</source>
        <translation>프로젝트를 열었거나 마지막으로 다른 이름으로 저장한 상태입니다.</translation>
    </message>
    <message>
        <source>Start of the history</source>
        <translation>작업 내역의 시작</translation>
    </message>
    <message>
        <source>Undone: a click does it again.</source>
        <translation>취소한 작업: 클릭하면 다시 실행합니다.</translation>
    </message>
    <message>
        <source>{step}  ·  saved mark</source>
        <translation>{step}  ·  저장 지점</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>작업 내역</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Analysis</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>신뢰도</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>제외됨</translation>
    </message>
    <message>
        <source>EBU R37</source>
        <translation>EBU R37</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>찾은 주체</translation>
    </message>
    <message>
        <source>ITU-R BT.1359</source>
        <translation>ITU-R BT.1359</translation>
    </message>
    <message>
        <source>Keyframes</source>
        <translation>키프레임</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>No track selected</source>
        <translation>선택한 트랙 없음</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>참고</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>화면</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>기준 모드</translation>
    </message>
    <message>
        <source>Robust</source>
        <translation>강건 모드</translation>
    </message>
    <message>
        <source>Scorer</source>
        <translation>측정기</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>샷</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>소리</translation>
    </message>
    <message>
        <source>Speaking</source>
        <translation>발화 확률</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>싱크</translation>
    </message>
    <message>
        <source>The boxes changed since it was scored.</source>
        <translation>측정한 뒤에 박스가 바뀌었습니다.</translation>
    </message>
    <message>
        <source>The boxes changed since the speaker model saw them.</source>
        <translation>화자 모델로 분석한 뒤에 박스가 바뀌었습니다.</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>a person</source>
        <translation>사람</translation>
    </message>
    <message>
        <source>an object: it has no lips</source>
        <translation>물체: 입술이 없음</translation>
    </message>
    <message>
        <source>detectable, acceptable</source>
        <translation>느껴지지만 허용됨</translation>
    </message>
    <message>
        <source>e.g. who it is</source>
        <translation>예: 누구인지</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>not acceptable</source>
        <translation>허용되지 않음</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>아직 분석하지 않음</translation>
    </message>
    <message>
        <source>not detectable</source>
        <translation>느껴지지 않음</translation>
    </message>
    <message>
        <source>not scored: analyse, or score the track</source>
        <translation>측정 안 됨: 분석하거나 트랙을 측정하세요</translation>
    </message>
    <message>
        <source>outside</source>
        <translation>범위 밖</translation>
    </message>
    <message>
        <source>undetermined</source>
        <translation>미확정</translation>
    </message>
    <message>
        <source>within</source>
        <translation>범위 안</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>있음</translation>
    </message>
    <message>
        <source>{model} says nothing of this track</source>
        <translation>{model}: 이 트랙에 대한 답 없음</translation>
    </message>
    <message>
        <source>{n} ({m} set by hand)</source>
        <translation>{n}개(직접 지정 {m}개)</translation>
    </message>
    <message>
        <source>{percent} % on average ({model})</source>
        <translation>평균 {percent} %({model})</translation>
    </message>
    <message>
        <source>{words}, confidence {conf}, minimum {low}</source>
        <translation>{words}, 신뢰도 {conf}, 최솟값 {low}</translation>
    </message>
    <message>
        <source>{w} × {h}, {n} frames so far, {r} fps</source>
        <translation>{w} × {h}, 지금까지 {n}프레임, {r} fps</translation>
    </message>
    <message>
        <source>{w} × {h}, {n} frames, {r} fps</source>
        <translation>{w} × {h}, {n}프레임, {r} fps</translation>
    </message>
</context>
<context>
    <name>JobStatus</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>취소하는 중…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행 상황</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>&amp;Add</source>
        <translation>추가(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>프리셋(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>되돌리기(&amp;R)</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>기능</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>기능과 단축키</translation>
    </message>
    <message>
        <source>Change the keys</source>
        <translation>단축키 변경</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>변경됨</translation>
    </message>
    <message>
        <source>Gives every action the keys of this preset</source>
        <translation>모든 기능에 이 프리셋의 단축키를 지정합니다</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Keys of the action</source>
        <translation>이 기능의 단축키</translation>
    </message>
    <message>
        <source>Lists and fields need {key} ({use}): they lose it to this action.</source>
        <translation>{key} 키는 목록과 입력란에서 쓰입니다({use}). 이 기능에 지정하면 그곳에서는 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>새 단축키</translation>
    </message>
    <message>
        <source>Not as in the preset</source>
        <translation>프리셋과 다름</translation>
    </message>
    <message>
        <source>Parts of the window take {key} for themselves ({use}): there this action does not get it.</source>
        <translation>{key} 키는 창의 일부에서 따로 쓰입니다({use}). 그곳에서는 이 기능이 실행되지 않습니다.</translation>
    </message>
    <message>
        <source>Press the new key here</source>
        <translation>여기에서 새 단축키를 누르세요</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>삭제(&amp;M)</translation>
    </message>
    <message>
        <source>Reset a&amp;ll</source>
        <translation>모두 되돌리기(&amp;L)</translation>
    </message>
    <message>
        <source>Search an action or a key</source>
        <translation>기능이나 단축키 검색</translation>
    </message>
    <message>
        <source>Ta&amp;ke over</source>
        <translation>가져오기(&amp;K)</translation>
    </message>
    <message>
        <source>The keys that the preset gives to this action</source>
        <translation>프리셋이 이 기능에 지정한 단축키로 되돌립니다</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>경고</translation>
    </message>
    <message>
        <source>{key} belongs to “{other}”. Adding it here takes it away there.</source>
        <translation>{key} 키는 “{other}” 기능에 쓰이고 있습니다. 여기에 추가하면 그 기능에서는 빠집니다.</translation>
    </message>
    <message>
        <source>{key} is a key of this action already.</source>
        <translation>{key} 키는 이미 이 기능의 단축키입니다.</translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>&amp;Change the keys…</source>
        <translation>단축키 변경(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>인쇄(&amp;P)…</translation>
    </message>
    <message>
        <source>List of keys</source>
        <translation>단축키 목록</translation>
    </message>
    <message>
        <source>Nothing fits “{what}”.</source>
        <translation>“{what}”에 맞는 항목이 없습니다.</translation>
    </message>
    <message>
        <source>Search an action or a key</source>
        <translation>기능이나 단축키 검색</translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Collecting…</source>
        <translation>모으는 중…</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>찾기</translation>
    </message>
    <message>
        <source>Search names and texts; Return: the next place</source>
        <translation>이름과 본문에서 찾기, Enter 키: 다음 위치</translation>
    </message>
    <message>
        <source>Third-party licences</source>
        <translation>타사 라이선스</translation>
    </message>
    <message>
        <source>What the program is made of</source>
        <translation>프로그램을 이루는 것</translation>
    </message>
    <message>
        <source>{shown} of {all}</source>
        <translation>{all}개 중 {shown}개</translation>
    </message>
</context>
<context>
    <name>Locating</name>
    <message>
        <source>Comparing {name}</source>
        <translation>{name} 비교 중</translation>
    </message>
    <message>
        <source>Found: {n}.</source>
        <translation>찾음: {n}개.</translation>
    </message>
    <message>
        <source>Found: {path}</source>
        <translation>찾음: {path}</translation>
    </message>
    <message>
        <source>Locate media</source>
        <translation>미디어 찾기</translation>
    </message>
    <message>
        <source>Locate missing media…</source>
        <translation>없는 미디어 찾기…</translation>
    </message>
    <message>
        <source>Locate this video…</source>
        <translation>이 영상 찾기…</translation>
    </message>
    <message>
        <source>Locating media</source>
        <translation>미디어 찾는 중</translation>
    </message>
    <message>
        <source>No media are missing.</source>
        <translation>없어진 미디어가 없습니다.</translation>
    </message>
    <message>
        <source>Not found: {names}.</source>
        <translation>찾지 못함: {names}.</translation>
    </message>
    <message>
        <source>Not the same content: {names}</source>
        <translation>내용이 다름: {names}</translation>
    </message>
    <message>
        <source>Picture size and length are those of the video of the project, the bytes are not: it may be a copy with other tags, or another version. If it is another version, boxes and sync results do not describe it.</source>
        <translation>화면 크기와 길이는 프로젝트의 영상과 같지만 내용이 다릅니다. 태그만 다른 사본이거나 다른 판본일 수 있습니다. 다른 판본이라면 박스와 싱크 결과가 맞지 않습니다.</translation>
    </message>
    <message>
        <source>Search this folder for missing media</source>
        <translation>없는 미디어를 찾을 폴더</translation>
    </message>
    <message>
        <source>The folder is too large to look at all of it.</source>
        <translation>폴더가 너무 커서 모두 살펴볼 수 없습니다.</translation>
    </message>
    <message>
        <source>Use it anyway</source>
        <translation>그래도 사용</translation>
    </message>
    <message>
        <source>Videos ({patterns});;All files (*)</source>
        <translation>영상 ({patterns});;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Where is {name}?</source>
        <translation>{name}의 위치</translation>
    </message>
</context>
<context>
    <name>LookPanel</name>
    <message>
        <source>&amp;Brightness</source>
        <translation>밝기(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Contrast</source>
        <translation>대비(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Gamma</source>
        <translation>감마(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>되돌리기(&amp;R)</translation>
    </message>
    <message>
        <source>All colours</source>
        <translation>모든 색</translation>
    </message>
    <message>
        <source>Blue alone</source>
        <translation>파랑만</translation>
    </message>
    <message>
        <source>Cha&amp;nnel</source>
        <translation>채널(&amp;N)</translation>
    </message>
    <message>
        <source>Green alone</source>
        <translation>초록만</translation>
    </message>
    <message>
        <source>Luma (grey)</source>
        <translation>휘도(회색)</translation>
    </message>
    <message>
        <source>On the screen only</source>
        <translation>화면에만 적용됨</translation>
    </message>
    <message>
        <source>Red alone</source>
        <translation>빨강만</translation>
    </message>
</context>
<context>
    <name>LooseControl</name>
    <message>
        <source>Analyse the video first: it has no detections yet.</source>
        <translation>먼저 영상을 분석하세요. 아직 검출 결과가 없습니다.</translation>
    </message>
    <message>
        <source>Detections</source>
        <translation>검출 결과</translation>
    </message>
    <message>
        <source>Every detection belongs to a track.</source>
        <translation>모든 검출 결과가 트랙에 들어 있습니다.</translation>
    </message>
    <message>
        <source>Linking detections</source>
        <translation>검출 결과 연결 중</translation>
    </message>
    <message>
        <source>Point at a dotted box: it becomes a track.</source>
        <translation>점선 박스를 가리키면 트랙이 됩니다.</translation>
    </message>
    <message>
        <source>Show the detections without a track first.</source>
        <translation>먼저 트랙이 없는 검출 결과를 표시하세요.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Findings</source>
        <translation>점검 항목</translation>
    </message>
    <message>
        <source>History</source>
        <translation>작업 내역</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>속성</translation>
    </message>
    <message>
        <source>More of the toolbar</source>
        <translation>도구 모음 더 보기</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>화면</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>도구 모음</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>트랙</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>영상</translation>
    </message>
</context>
<context>
    <name>MissingMedia</name>
    <message>
        <source>Looking for the videos&apos; files</source>
        <translation>영상 파일이 있는지 확인 중</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>취소(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>내려받기(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Import files…</source>
        <translation>파일 가져오기(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>삭제(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>삭제(&amp;R)…</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>닫기(&amp;L)</translation>
    </message>
    <message>
        <source>Check &amp;all</source>
        <translation>모두 검사(&amp;A)</translation>
    </message>
    <message>
        <source>Citation</source>
        <translation>인용 정보</translation>
    </message>
    <message>
        <source>Enter downloads what is chosen, Delete removes it.</source>
        <translation>Enter: 고른 것 내려받기, Delete: 고른 것 삭제.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Files are known by their content, whatever they are called. Drop them here.</source>
        <translation>파일 이름과 관계없이 내용으로 알아봅니다. 여기에 끌어다 놓으세요.</translation>
    </message>
    <message>
        <source>For</source>
        <translation>용도</translation>
    </message>
    <message>
        <source>Import a f&amp;older…</source>
        <translation>폴더 가져오기(&amp;F)…</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Open &amp;the folder</source>
        <translation>폴더 열기(&amp;T)</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행 상황</translation>
    </message>
    <message>
        <source>Reads every installed file and compares its SHA-256</source>
        <translation>설치된 파일을 모두 읽어 SHA-256 값을 비교합니다</translation>
    </message>
    <message>
        <source>Remove weights</source>
        <translation>가중치 파일 삭제</translation>
    </message>
    <message>
        <source>Remove {names}?</source>
        <translation>{names}을(를) 삭제하시겠습니까?</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>SyncReview is set to be offline: nothing is downloaded. Files can be imported; the settings change it.</source>
        <translation>SyncReview가 오프라인으로 설정되어 있어 아무것도 내려받지 않습니다. 파일은 가져올 수 있으며, 설정에서 바꿀 수 있습니다.</translation>
    </message>
    <message>
        <source>Weights of models</source>
        <translation>모델의 가중치 파일</translation>
    </message>
    <message>
        <source>What needs them has to get them again.</source>
        <translation>이 파일이 필요한 모델을 쓰려면 다시 받아야 합니다.</translation>
    </message>
    <message>
        <source>damaged: {reason}</source>
        <translation>손상됨: {reason}</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>설치됨</translation>
    </message>
    <message>
        <source>installed, checked</source>
        <translation>설치됨, 검사함</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>설치 안 됨</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} 중 {done}</translation>
    </message>
    <message>
        <source>{names} (not there)</source>
        <translation>{names}(없음)</translation>
    </message>
    <message>
        <source>{n} files, {size}</source>
        <translation>파일 {n}개, {size}</translation>
    </message>
    <message>
        <source>{part} of {whole} downloaded</source>
        <translation>{whole} 중 {part} 내려받음</translation>
    </message>
</context>
<context>
    <name>PlayerView</name>
    <message>
        <source>Shown with another brightness, contrast or channel</source>
        <translation>밝기, 대비 또는 채널을 바꾸어 보는 중</translation>
    </message>
</context>
<context>
    <name>PlayingControl</name>
    <message>
        <source>Corrected: {words}</source>
        <translation>보정됨: {words}</translation>
    </message>
    <message>
        <source>Loop: {what}</source>
        <translation>반복: {what}</translation>
    </message>
    <message>
        <source>Loop: {what}, {start} to {end}</source>
        <translation>반복: {what}, {start}–{end}</translation>
    </message>
    <message>
        <source>No speech of {track} is found.</source>
        <translation>{track}: 발화를 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>Sound as it is in the file</source>
        <translation>파일에 있는 소리 그대로</translation>
    </message>
    <message>
        <source>Speech of {track}: {seconds} s in {n} pieces, {how}.</source>
        <translation>{track}의 발화: {n}개 구간, {seconds}초, {how}.</translation>
    </message>
    <message>
        <source>Speed {speed} ×</source>
        <translation>속도 {speed} ×</translation>
    </message>
    <message>
        <source>Volume {n} %</source>
        <translation>음량 {n} %</translation>
    </message>
    <message>
        <source>all of it: there is neither score nor sound to tell</source>
        <translation>전체: 판단할 측정값도 소리도 없음</translation>
    </message>
    <message>
        <source>by its lips alone: there is no sound, or it is still being read</source>
        <translation>입술만으로 판단: 소리가 없거나 아직 읽는 중</translation>
    </message>
    <message>
        <source>by lips and sound</source>
        <translation>입술과 소리로 판단</translation>
    </message>
    <message>
        <source>by the sound alone: no offset of it is determined</source>
        <translation>소리만으로 판단: 확정된 오프셋이 없음</translation>
    </message>
    <message>
        <source>the marked span</source>
        <translation>표시한 구간</translation>
    </message>
    <message>
        <source>the shot</source>
        <translation>샷</translation>
    </message>
    <message>
        <source>the speech</source>
        <translation>발화</translation>
    </message>
    <message>
        <source>the whole video</source>
        <translation>영상 전체</translation>
    </message>
</context>
<context>
    <name>PluginsDialog</name>
    <message>
        <source>A plugin is a program: it can do all that you can do on this computer. Put only those there whose makers you trust. Holds after a restart.
{folder}</source>
        <translation>플러그인은 프로그램이므로 이 컴퓨터에서 사용자가 할 수 있는 일을 모두 할 수 있습니다. 만든 사람을 믿을 수 있는 것만 이 폴더에 넣으세요. 다시 시작하면 적용됩니다.
{folder}</translation>
    </message>
    <message>
        <source>For</source>
        <translation>용도</translation>
    </message>
    <message>
        <source>Load the plugins of my &amp;own folder, too</source>
        <translation>내 폴더의 플러그인도 불러오기(&amp;O)</translation>
    </message>
    <message>
        <source>Open the &amp;folder</source>
        <translation>폴더 열기(&amp;F)</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>플러그인</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>플러그인</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Version {version}, licence {licence}</source>
        <translation>버전 {version}, 라이선스 {licence}</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>얼굴</translation>
    </message>
    <message>
        <source>objects</source>
        <translation>물체</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>사용 가능</translation>
    </message>
    <message>
        <source>sync</source>
        <translation>싱크</translation>
    </message>
    <message>
        <source>weights are not installed: {ids}</source>
        <translation>설치되지 않은 가중치 파일: {ids}</translation>
    </message>
    <message>
        <source>who speaks</source>
        <translation>말하는 사람</translation>
    </message>
</context>
<context>
    <name>Preparing</name>
    <message>
        <source>Curves</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>스펙트로그램</translation>
    </message>
    <message>
        <source>Sync map</source>
        <translation>싱크 맵</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>&amp;Redo {what}</source>
        <translation>다시 실행(&amp;R) {what}</translation>
    </message>
    <message>
        <source>&amp;Undo {what}</source>
        <translation>실행 취소(&amp;U) {what}</translation>
    </message>
    <message>
        <source>Plugins left out: {names} ({reason})</source>
        <translation>제외된 플러그인: {names} ({reason})</translation>
    </message>
</context>
<context>
    <name>ProjectControl</name>
    <message>
        <source>Choose videos in the list first.</source>
        <translation>먼저 목록에서 영상을 고르세요.</translation>
    </message>
    <message>
        <source>Criteria</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>Queue: paused, {n} waiting</source>
        <translation>대기열: 멈춤, {n}개 대기 중</translation>
    </message>
    <message>
        <source>Queue: {n} waiting</source>
        <translation>대기열: {n}개 대기 중</translation>
    </message>
    <message>
        <source>The queue is done.</source>
        <translation>대기열이 끝났습니다.</translation>
    </message>
    <message>
        <source>The queue is done; {n} videos failed, see the list.</source>
        <translation>대기열이 끝났습니다. 영상 {n}개가 실패했습니다. 목록을 보세요.</translation>
    </message>
</context>
<context>
    <name>ProjectModel</name>
    <message>
        <source>Analysis</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>남김</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>검수</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>트랙</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Worst finding</source>
        <translation>가장 의심되는 항목</translation>
    </message>
    <message>
        <source>analysed</source>
        <translation>분석됨</translation>
    </message>
    <message>
        <source>failed: {why}</source>
        <translation>실패: {why}</translation>
    </message>
    <message>
        <source>media missing</source>
        <translation>미디어 없음</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>아직 분석 안 됨</translation>
    </message>
    <message>
        <source>running, {n} %</source>
        <translation>분석 중, {n} %</translation>
    </message>
    <message>
        <source>waiting, number {n}</source>
        <translation>대기 중, {n}번째</translation>
    </message>
    <message>
        <source>{done} of {n}</source>
        <translation>{n}개 중 {done}개</translation>
    </message>
    <message>
        <source>{kept} of {n}</source>
        <translation>{n}개 중 {kept}개</translation>
    </message>
</context>
<context>
    <name>ProjectPanel</name>
    <message>
        <source>All videos</source>
        <translation>모든 영상</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>남김</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>Media missing</source>
        <translation>미디어 없음</translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation>분석 안 됨</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>검수 안 됨</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>이름으로 검색</translation>
    </message>
    <message>
        <source>Videos of the project</source>
        <translation>프로젝트의 영상</translation>
    </message>
    <message>
        <source>Which videos</source>
        <translation>보여 줄 영상</translation>
    </message>
    <message>
        <source>{shown} of {n} videos</source>
        <translation>영상 {n}개 중 {shown}개</translation>
    </message>
</context>
<context>
    <name>Repairs</name>
    <message>
        <source>Box of {track} copied: paste it in another frame.</source>
        <translation>{track}의 박스를 복사했습니다. 다른 프레임에서 붙여 넣으세요.</translation>
    </message>
    <message>
        <source>From here on {track} is:</source>
        <translation>여기부터 {track}을(를) 이어받을 트랙:</translation>
    </message>
    <message>
        <source>Give the rest to another track</source>
        <translation>나머지를 다른 트랙으로</translation>
    </message>
    <message>
        <source>Hold the box</source>
        <translation>박스 유지</translation>
    </message>
    <message>
        <source>Hold this box for so many frames (negative: backward):</source>
        <translation>이 박스를 유지할 프레임 수(음수: 뒤로):</translation>
    </message>
    <message>
        <source>No gap of up to a second in this track.</source>
        <translation>이 트랙에는 1초 이하의 빈틈이 없습니다.</translation>
    </message>
    <message>
        <source>Select two tracks: click the second one with Ctrl held.</source>
        <translation>트랙 두 개를 선택하세요. 두 번째는 Ctrl을 누른 채 클릭합니다.</translation>
    </message>
    <message>
        <source>The copied box lies outside of this picture.</source>
        <translation>복사한 박스가 이 화면 밖에 있습니다.</translation>
    </message>
    <message>
        <source>The track has no box in this frame.</source>
        <translation>이 프레임에는 트랙의 박스가 없습니다.</translation>
    </message>
    <message>
        <source>There is no other track: split this one first.</source>
        <translation>다른 트랙이 없습니다. 먼저 이 트랙을 나누세요.</translation>
    </message>
</context>
<context>
    <name>Rescoring</name>
    <message>
        <source>; {n} were changed meanwhile</source>
        <translation>, 그동안 바뀐 트랙 {n}개</translation>
    </message>
    <message>
        <source>Only faces are scored: objects have no lips.</source>
        <translation>얼굴만 측정합니다. 물체에는 입술이 없습니다.</translation>
    </message>
    <message>
        <source>Scoring cancelled; the scores are as they were</source>
        <translation>측정을 취소했습니다. 점수는 그대로입니다</translation>
    </message>
    <message>
        <source>Scoring {n} tracks</source>
        <translation>트랙 {n}개 측정 중</translation>
    </message>
    <message>
        <source>The scores of all tracks are up to date.</source>
        <translation>모든 트랙의 점수가 최신입니다.</translation>
    </message>
    <message>
        <source>{n} tracks scored again</source>
        <translation>트랙 {n}개를 다시 측정했습니다</translation>
    </message>
</context>
<context>
    <name>ReviewControl</name>
    <message>
        <source>Choose a finding first (N goes to the next).</source>
        <translation>먼저 점검 항목을 고르세요(N으로 다음 항목).</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>&amp;Analysis</source>
        <translation>분석(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Detector</source>
        <translation>검출기(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Folders</source>
        <translation>폴더(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;General</source>
        <translation>일반(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>언어(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Mode</source>
        <translation>모드(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Player</source>
        <translation>재생(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Reviewer</source>
        <translation>검수자(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Scorer</source>
        <translation>측정기(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Tolerance</source>
        <translation>허용 범위(&amp;T)</translation>
    </message>
    <message>
        <source>1: in every picture (25 a second). 5: in every fifth one, which takes a fifth of the time; between them the boxes are followed.</source>
        <translation>1: 모든 화면에서 검출합니다(1초에 25개). 5: 다섯 번째 화면마다 검출하며, 시간이 5분의 1로 줄고 그 사이에서는 박스를 추적합니다.</translation>
    </message>
    <message>
        <source>A small signed file is read; nothing about you or your videos is sent. Nothing is installed: you are told, and the page can be opened.</source>
        <translation>서명된 작은 파일 하나를 읽습니다. 사용자나 영상에 대한 정보는 보내지 않습니다. 아무것도 설치하지 않으며, 새 버전이 있으면 알려 주고 내려받는 페이지를 열 수 있게 합니다.</translation>
    </message>
    <message>
        <source>Address of &amp;updates</source>
        <translation>업데이트 주소(&amp;U)</translation>
    </message>
    <message>
        <source>All fields of this dialog; it holds with OK</source>
        <translation>이 대화상자의 모든 항목. 확인을 누르면 적용됩니다</translation>
    </message>
    <message>
        <source>An offset outside of it becomes a finding to look at.</source>
        <translation>오프셋이 이 범위를 벗어나면 점검 항목이 됩니다.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정에 따름</translation>
    </message>
    <message>
        <source>Changes at once; nothing has to be started anew.</source>
        <translation>다시 시작하지 않아도 바로 바뀝니다.</translation>
    </message>
    <message>
        <source>Compares lips and voice. Auto: SyncNet where its weights are installed, else the scorer without weights.</source>
        <translation>입술과 목소리를 비교합니다. 자동: SyncNet 가중치가 설치되어 있으면 SyncNet, 아니면 가중치가 필요 없는 측정기.</translation>
    </message>
    <message>
        <source>D&amp;etect in every</source>
        <translation>검출 간격(&amp;E)</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>De&amp;vice</source>
        <translation>장치(&amp;V)</translation>
    </message>
    <message>
        <source>Drafts and data</source>
        <translation>초안과 데이터</translation>
    </message>
    <message>
        <source>Files of weights that are put here are found, such as SyncNet&apos;s.</source>
        <translation>SyncNet 등의 가중치 파일을 여기에 넣으면 자동으로 찾습니다.</translation>
    </message>
    <message>
        <source>Finds other things beside the faces; they are followed and exported.</source>
        <translation>얼굴 외의 다른 물체를 찾습니다. 찾은 물체는 추적하고 내보냅니다.</translation>
    </message>
    <message>
        <source>Finds the faces.</source>
        <translation>얼굴을 찾습니다.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Look for a new version once a &amp;day</source>
        <translation>하루에 한 번 새 버전 확인(&amp;D)</translation>
    </message>
    <message>
        <source>Memory for decoded pictures: more makes stepping and dragging back smoother. Holds from the next video on.</source>
        <translation>디코딩한 화면을 담아 두는 메모리입니다. 클수록 뒤로 이동하거나 끌 때 부드럽습니다. 다음에 여는 영상부터 적용됩니다.</translation>
    </message>
    <message>
        <source>No weights, and no look for a new version. Weights can still be imported from files in Analysis, Models.</source>
        <translation>가중치를 내려받지 않고 새 버전도 확인하지 않습니다. 가중치는 분석 &gt; 모델에서 파일로 가져올 수 있습니다.</translation>
    </message>
    <message>
        <source>O&amp;bjects</source>
        <translation>물체(&amp;B)</translation>
    </message>
    <message>
        <source>Offli&amp;ne: download nothing</source>
        <translation>오프라인(&amp;N): 내려받지 않음</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Picture &amp;cache</source>
        <translation>화면 캐시(&amp;C)</translation>
    </message>
    <message>
        <source>Pictures are judged better on a dark surround.</source>
        <translation>주변이 어두우면 화면을 더 정확하게 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>Robust</source>
        <translation>강건</translation>
    </message>
    <message>
        <source>Robust leaves out comparisons past the ends of a clip. Reference computes as the published SyncNet does. Both are kept in results and exports.</source>
        <translation>강건: 클립의 양 끝을 벗어난 비교를 뺍니다. 기준: 공개된 SyncNet과 같은 방식으로 계산합니다. 결과와 내보낸 파일에는 둘 다 남습니다.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Short pieces of sound under the mouse.</source>
        <translation>마우스가 있는 지점의 소리를 짧게 들려줍니다.</translation>
    </message>
    <message>
        <source>Sound when playing &amp;backward</source>
        <translation>거꾸로 재생할 때 소리 내기(&amp;B)</translation>
    </message>
    <message>
        <source>Sound while &amp;dragging</source>
        <translation>끄는 동안 소리 내기(&amp;D)</translation>
    </message>
    <message>
        <source>Spea&amp;ker model</source>
        <translation>화자 모델(&amp;K)</translation>
    </message>
    <message>
        <source>Tells when each face speaks. Auto: LR-ASD where its weights are installed, else none. It makes an analysis longer.</source>
        <translation>각 얼굴이 언제 말하는지 판단합니다. 자동: LR-ASD 가중치가 설치되어 있으면 LR-ASD, 아니면 없음. 분석 시간이 길어집니다.</translation>
    </message>
    <message>
        <source>The name that goes with your verdicts and into exports.</source>
        <translation>판정과 내보낸 파일에 함께 기록되는 이름입니다.</translation>
    </message>
    <message>
        <source>The sound runs backward too.</source>
        <translation>소리도 거꾸로 재생됩니다.</translation>
    </message>
    <message>
        <source>Videos that were opened without a project have their drafts here.</source>
        <translation>프로젝트 없이 연 영상의 초안이 여기에 있습니다.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Where new versions are announced. Empty: the address that is built in.</source>
        <translation>새 버전을 알리는 주소입니다. 비워 두면 프로그램에 들어 있는 주소를 씁니다.</translation>
    </message>
    <message>
        <source>none is built in</source>
        <translation>들어 있는 주소 없음</translation>
    </message>
    <message>
        <source>What the networks run on. Auto: a graphics card if there is one.</source>
        <translation>신경망을 실행할 장치입니다. 자동: 그래픽 카드가 있으면 그래픽 카드.</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>Draw the box with the mouse. Esc: do not.</source>
        <translation>마우스로 박스를 그리세요. Esc: 그리지 않기.</translation>
    </message>
    <message>
        <source>Open a video to begin.</source>
        <translation>영상을 열어 시작하세요.</translation>
    </message>
    <message>
        <source>Analyse ({key}) finds the faces and how they are in sync.</source>
        <translation>분석({key})을 하면 얼굴을 찾고 싱크를 측정합니다.</translation>
    </message>
    <message>
        <source>Analyse finds the faces and how they are in sync.</source>
        <translation>분석을 하면 얼굴을 찾고 싱크를 측정합니다.</translation>
    </message>
    <message>
        <source>Edit &gt; Verdict gives the verdict</source>
        <translation>판정은 편집 &gt; 판정</translation>
    </message>
    <message>
        <source>The media file is missing: its tracks can be looked at, not its pictures.</source>
        <translation>미디어 파일이 없습니다. 트랙은 볼 수 있지만 화면은 볼 수 없습니다.</translation>
    </message>
    <message>
        <source>What is indexed so far can be looked at; analysing needs the whole.</source>
        <translation>지금까지 색인된 부분은 볼 수 있습니다. 분석하려면 전체가 필요합니다.</translation>
    </message>
    <message>
        <source>a copy of the project ({key}) can be edited</source>
        <translation>프로젝트 사본({key})은 편집할 수 있습니다</translation>
    </message>
    <message>
        <source>a copy of the project can be edited</source>
        <translation>프로젝트 사본은 편집할 수 있습니다</translation>
    </message>
    <message>
        <source>draft, saved as you go</source>
        <translation>초안, 자동으로 저장됨</translation>
    </message>
    <message>
        <source>every step is saved</source>
        <translation>모든 작업은 바로 저장됩니다</translation>
    </message>
    <message>
        <source>{first}–{last} give the verdict</source>
        <translation>{first}–{last} 판정</translation>
    </message>
    <message>
        <source>{key} draws a box</source>
        <translation>{key} 박스 그리기</translation>
    </message>
    <message>
        <source>{key} lists the keys</source>
        <translation>{key} 단축키 목록</translation>
    </message>
    <message>
        <source>{key} plays</source>
        <translation>{key} 재생</translation>
    </message>
    <message>
        <source>{name} (read-only)</source>
        <translation>{name}(읽기 전용)</translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <source>Thumbnail</source>
        <translation>축소 화면</translation>
    </message>
</context>
<context>
    <name>TimelineControl</name>
    <message>
        <source>Fold {lane}</source>
        <translation>{lane} 접기</translation>
    </message>
    <message>
        <source>Follow the playhead</source>
        <translation>재생 위치 따라가기</translation>
    </message>
    <message>
        <source>Go to {time}</source>
        <translation>{time} 위치로 이동</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>레인</translation>
    </message>
    <message>
        <source>Loop the marked span</source>
        <translation>표시한 구간 반복</translation>
    </message>
    <message>
        <source>Mark in here</source>
        <translation>여기에 시작점 표시</translation>
    </message>
    <message>
        <source>Mark out here</source>
        <translation>여기에 끝점 표시</translation>
    </message>
    <message>
        <source>Mark {what}</source>
        <translation>{what} 구간 표시</translation>
    </message>
    <message>
        <source>Play the marked span</source>
        <translation>표시한 구간 재생</translation>
    </message>
    <message>
        <source>The timeline does not follow the playhead</source>
        <translation>타임라인이 재생 위치를 따라가지 않습니다</translation>
    </message>
    <message>
        <source>The timeline follows the playhead page by page</source>
        <translation>타임라인이 재생 위치를 한 쪽씩 따라갑니다</translation>
    </message>
    <message>
        <source>The timeline keeps the playhead in the middle</source>
        <translation>재생 위치를 타임라인 가운데에 둡니다</translation>
    </message>
    <message>
        <source>Unfold {lane}</source>
        <translation>{lane} 펼치기</translation>
    </message>
    <message>
        <source>Verdict for the marked span</source>
        <translation>표시한 구간의 판정</translation>
    </message>
    <message>
        <source>Verdict for the marked span of {track}</source>
        <translation>{track}의 표시한 구간 판정</translation>
    </message>
    <message>
        <source>Verdict of the {n} selected tracks</source>
        <translation>선택한 트랙 {n}개의 판정</translation>
    </message>
    <message>
        <source>Verdict of {what}</source>
        <translation>{what} 판정</translation>
    </message>
    <message>
        <source>Zoom to {what}</source>
        <translation>{what}에 맞춰 확대</translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source> · boxes changed since</source>
        <translation> · 그 뒤에 박스가 바뀜</translation>
    </message>
    <message>
        <source>Frame confidence: analyse to see it</source>
        <translation>프레임 신뢰도: 분석하면 보입니다</translation>
    </message>
    <message>
        <source>Shot {n}</source>
        <translation>샷 {n}</translation>
    </message>
    <message>
        <source>Sync map: analyse to see it</source>
        <translation>싱크 맵: 분석하면 보입니다</translation>
    </message>
    <message>
        <source>Sync map: select a scored track</source>
        <translation>싱크 맵: 측정된 트랙을 선택하세요</translation>
    </message>
    <message>
        <source>, {track}: {sync}</source>
        <translation>, {track}: {sync}</translation>
    </message>
    <message>
        <source>At {time} of {length}</source>
        <translation>전체 {length} 중 {time}</translation>
    </message>
    <message>
        <source>Frame confidence: could not be prepared</source>
        <translation>프레임 신뢰도: 준비하지 못했습니다</translation>
    </message>
    <message>
        <source>Sync map: could not be prepared</source>
        <translation>싱크 맵: 준비하지 못했습니다</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>damaged: cannot be decoded</source>
        <translation>손상됨: 디코딩할 수 없음</translation>
    </message>
    <message>
        <source>damaged: may look wrong</source>
        <translation>손상됨: 화면이 깨져 보일 수 있음</translation>
    </message>
    <message>
        <source>indexing {n} %</source>
        <translation>색인 중 {n} %</translation>
    </message>
    <message>
        <source>missing: the file ends before its declared length</source>
        <translation>없음: 표시된 길이보다 파일이 먼저 끝남</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>아직 분석하지 않음</translation>
    </message>
    <message>
        <source>not indexed: it was stopped at {n} %</source>
        <translation>색인 안 됨: {n} %에서 멈춤</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>아직 모름</translation>
    </message>
    <message>
        <source>{words} (best guess: {guess})</source>
        <translation>{words}(추정: {guess})</translation>
    </message>
</context>
<context>
    <name>ToleranceField</name>
    <message>
        <source>ITU-R BT.1359, acceptable</source>
        <translation>ITU-R BT.1359 허용 한계</translation>
    </message>
    <message>
        <source>ITU-R BT.1359, detectable</source>
        <translation>ITU-R BT.1359 지각 한계</translation>
    </message>
    <message>
        <source>One frame to either side</source>
        <translation>앞뒤로 1프레임</translation>
    </message>
    <message>
        <source>Own limits</source>
        <translation>직접 정한 범위</translation>
    </message>
    <message>
        <source>Own limits: audio early by</source>
        <translation>직접 정한 범위: 소리가 빠른 한계</translation>
    </message>
    <message>
        <source>Own limits: audio late by</source>
        <translation>직접 정한 범위: 소리가 늦은 한계</translation>
    </message>
    <message>
        <source>Two frames to either side</source>
        <translation>앞뒤로 2프레임</translation>
    </message>
    <message>
        <source>early</source>
        <translation>빠름</translation>
    </message>
    <message>
        <source>late</source>
        <translation>늦음</translation>
    </message>
    <message>
        <source>{name}: {early} ms early, {late} ms late</source>
        <translation>{name}: 빠름 {early} ms, 늦음 {late} ms</translation>
    </message>
    <message>
        <source>{n} frames to either side</source>
        <translation>앞뒤로 {n}프레임</translation>
    </message>
</context>
<context>
    <name>TrackTableModel</name>
    <message>
        <source> (the boxes changed since: score it again)</source>
        <translation> (그 뒤에 박스가 바뀜: 다시 측정하세요)</translation>
    </message>
    <message>
        <source>Conf.</source>
        <translation>신뢰도</translation>
    </message>
    <message>
        <source>Confidence: how far the best shift stands out from the others</source>
        <translation>신뢰도: 가장 잘 맞는 이동량이 다른 이동량보다 얼마나 두드러지는지</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>점검 항목</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>싱크</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>트랙</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>What is open in the track; two clicks lead to the worst</source>
        <translation>이 트랙에서 아직 확인하지 않은 항목입니다. 두 번 클릭하면 가장 의심스러운 곳으로 갑니다</translation>
    </message>
    <message>
        <source>Whether the audio is early or late against the lips</source>
        <translation>입술에 비해 소리가 빠른지 늦은지</translation>
    </message>
    <message>
        <source>an object: it has no lips</source>
        <translation>물체: 입술이 없음</translation>
    </message>
    <message>
        <source>by spans</source>
        <translation>구간별로 판정함</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Place in the video</source>
        <translation>영상 안의 위치</translation>
    </message>
    <message>
        <source>Speed of playback</source>
        <translation>재생 속도</translation>
    </message>
    <message>
        <source>about {rate} fps</source>
        <translation>약 {rate} fps</translation>
    </message>
    <message>
        <source>frame {frame} / {last}</source>
        <translation>프레임 {frame} / {last}</translation>
    </message>
    <message>
        <source>pts {pts}</source>
        <translation>pts {pts}</translation>
    </message>
    <message>
        <source>{rate} fps</source>
        <translation>{rate} fps</translation>
    </message>
    <message>
        <source>{shown} of {rate} fps</source>
        <translation>{rate} fps 중 {shown}</translation>
    </message>
</context>
<context>
    <name>UpdateControl</name>
    <message>
        <source>Check for updates</source>
        <translation>업데이트 확인</translation>
    </message>
</context>
<context>
    <name>UpdateOffer</name>
    <message>
        <source>New version</source>
        <translation>새 버전</translation>
    </message>
    <message>
        <source>SyncReview {version} is available</source>
        <translation>SyncReview {version} 버전이 나왔습니다</translation>
    </message>
</context>
<context>
    <name>UpdatesDialog</name>
    <message>
        <source>&amp;More about it</source>
        <translation>자세히 보기(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Open the download page</source>
        <translation>내려받는 페이지 열기(&amp;O)</translation>
    </message>
    <message>
        <source>Announced is {version} of {date}. You have {own}.</source>
        <translation>알려진 버전은 {date}의 {version}이고, 지금 쓰는 버전은 {own}입니다.</translation>
    </message>
    <message>
        <source>Check &amp;again</source>
        <translation>다시 확인(&amp;A)</translation>
    </message>
    <message>
        <source>Check once a &amp;day</source>
        <translation>하루에 한 번 확인(&amp;D)</translation>
    </message>
    <message>
        <source>Looking for a new version…</source>
        <translation>새 버전이 있는지 확인하는 중…</translation>
    </message>
    <message>
        <source>Published on {date}. You have {own}.</source>
        <translation>{date}에 나왔습니다. 지금 쓰는 버전은 {own}입니다.</translation>
    </message>
    <message>
        <source>SyncReview downloads and installs nothing by itself: it opens the page.</source>
        <translation>SyncReview는 스스로 내려받거나 설치하지 않고, 페이지만 엽니다.</translation>
    </message>
    <message>
        <source>SyncReview {version} is available</source>
        <translation>SyncReview {version} 버전이 나왔습니다</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>업데이트</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>새로운 점</translation>
    </message>
    <message>
        <source>You have the newest version</source>
        <translation>최신 버전을 쓰고 있습니다</translation>
    </message>
</context>
<context>
    <name>VideoListModel</name>
    <message>
        <source>The file is not there.</source>
        <translation>파일이 없습니다.</translation>
    </message>
</context>
<context>
    <name>ViewingControl</name>
    <message>
        <source>Copying the frame</source>
        <translation>프레임 복사 중</translation>
    </message>
    <message>
        <source>Frame {frame} copied ({size})</source>
        <translation>프레임 {frame} 복사됨({size})</translation>
    </message>
    <message>
        <source>Frame {frame} saved as {name} ({size})</source>
        <translation>프레임 {frame} 저장됨: {name}({size})</translation>
    </message>
    <message>
        <source>Pictures (*{suffix})</source>
        <translation>그림 (*{suffix})</translation>
    </message>
    <message>
        <source>Save the frame</source>
        <translation>프레임 저장</translation>
    </message>
    <message>
        <source>Saving the frame</source>
        <translation>프레임 저장 중</translation>
    </message>
</context>
<context>
    <name>Volume</name>
    <message>
        <source>No sound device: playing silently</source>
        <translation>소리 장치 없음: 소리 없이 재생 중</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>음량</translation>
    </message>
    <message>
        <source>Volume {n} %</source>
        <translation>음량 {n} %</translation>
    </message>
</context>
<context>
    <name>WeightsControl</name>
    <message>
        <source>Cancelled; what was finished or half downloaded is kept.</source>
        <translation>취소했습니다. 다 받은 파일과 받던 파일은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Check of weights</source>
        <translation>가중치 파일 검사</translation>
    </message>
    <message>
        <source>Download of weights</source>
        <translation>가중치 파일 내려받기</translation>
    </message>
    <message>
        <source>Downloaded: {names}</source>
        <translation>내려받음: {names}</translation>
    </message>
    <message>
        <source>Fine: {fine} · damaged: {damaged} · not installed: {missing}</source>
        <translation>정상 {fine}개 · 손상됨 {damaged}개 · 설치 안 됨 {missing}개</translation>
    </message>
    <message>
        <source>Import of weights</source>
        <translation>가중치 파일 가져오기</translation>
    </message>
    <message>
        <source>Imported: {names}</source>
        <translation>가져옴: {names}</translation>
    </message>
    <message>
        <source>Not in the catalogue: {names}</source>
        <translation>목록에 없음: {names}</translation>
    </message>
    <message>
        <source>Not recognised: {names}</source>
        <translation>알 수 없는 파일: {names}</translation>
    </message>
    <message>
        <source>Removed: {names}</source>
        <translation>삭제함: {names}</translation>
    </message>
    <message>
        <source>There are no weights in what was given.</source>
        <translation>지정한 항목에 가중치 파일이 없습니다.</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Do the voices belong to the lips?</source>
        <translation>목소리와 입술이 맞습니까?</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>프로젝트 열기…</translation>
    </message>
    <message>
        <source>Open a video and analyse it ({analyse}) to see where sound and lips are apart. Then correct the boxes, decide, and export the result as COCO JSON.</source>
        <translation>영상을 열고 분석({analyse})하면 소리와 입술이 어긋난 곳이 보입니다. 박스를 고치고 판정한 다음 결과를 COCO JSON으로 내보내세요.</translation>
    </message>
    <message>
        <source>Open a video and analyse it to see where sound and lips are apart. Then correct the boxes, decide, and export the result as COCO JSON.</source>
        <translation>영상을 열고 분석하면 소리와 입술이 어긋난 곳이 보입니다. 박스를 고치고 판정한 다음 결과를 COCO JSON으로 내보내세요.</translation>
    </message>
    <message>
        <source>Open a video…</source>
        <translation>영상 열기…</translation>
    </message>
    <message>
        <source>Open the demo clip</source>
        <translation>데모 클립 열기</translation>
    </message>
    <message>
        <source>Or drop videos, a folder of videos or a project here.</source>
        <translation>영상, 영상이 든 폴더, 프로젝트를 여기에 끌어다 놓아도 됩니다.</translation>
    </message>
    <message>
        <source>Or drop videos, a folder of videos or a project here. {keys} lists the keys.</source>
        <translation>영상, 영상이 든 폴더, 프로젝트를 여기에 끌어다 놓아도 됩니다. 단축키 목록: {keys}</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>최근 파일</translation>
    </message>
</context>
<context>
    <name>about</name>
    <message>
        <source>&amp;Copy</source>
        <translation>복사(&amp;C)</translation>
    </message>
    <message>
        <source>About SyncReview</source>
        <translation>SyncReview 정보</translation>
    </message>
    <message>
        <source>Device: CPU with {n} threads</source>
        <translation>장치: CPU, 스레드 {n}개</translation>
    </message>
    <message>
        <source>Device: graphics of Apple (MPS)</source>
        <translation>장치: Apple 그래픽(MPS)</translation>
    </message>
    <message>
        <source>Device: known after the first analysis</source>
        <translation>장치: 첫 분석 뒤에 알 수 있음</translation>
    </message>
    <message>
        <source>Device: {name} (CUDA)</source>
        <translation>장치: {name}(CUDA)</translation>
    </message>
    <message>
        <source>Reviews whether the voices in a video belong to the lips that seem to speak them.</source>
        <translation>영상 속 목소리가 말하는 것처럼 보이는 입술의 것인지 검수합니다.</translation>
    </message>
    <message>
        <source>Third-party &amp;licences…</source>
        <translation>타사 라이선스(&amp;L)…</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>&amp;About SyncReview</source>
        <translation>SyncReview 정보(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Actual size (1:1)</source>
        <translation>실제 크기 1:1(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation>분석(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Brightness and channels…</source>
        <translation>밝기와 채널(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>취소(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Clear the marks</source>
        <translation>구간 표시 지우기(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Confidence</source>
        <translation>신뢰도(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Copy box</source>
        <translation>박스 복사(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Copy the frame</source>
        <translation>프레임 복사(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Devices…</source>
        <translation>장치(&amp;V)…</translation>
    </message>
    <message>
        <source>&amp;Do not follow</source>
        <translation>따라가지 않음(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Draw a box</source>
        <translation>박스 그리기(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Export COCO…</source>
        <translation>COCO 내보내기(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Fill short gaps</source>
        <translation>짧은 빈틈 채우기(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Fit picture</source>
        <translation>화면에 맞추기(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Go to time or frame…</source>
        <translation>시간 또는 프레임으로 이동(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Hear it corrected</source>
        <translation>보정해서 듣기(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Hold the box for…</source>
        <translation>박스 유지(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>밝게(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;List of keys</source>
        <translation>단축키 목록(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Lock</source>
        <translation>잠금(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>반복 재생(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Merge the selected</source>
        <translation>선택한 트랙 병합(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>모델(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Mute</source>
        <translation>음소거(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Next finding</source>
        <translation>다음 점검 항목(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open video…</source>
        <translation>영상 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Outside from here</source>
        <translation>여기부터 화면 밖(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Page by page</source>
        <translation>한 쪽씩(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Paste box here</source>
        <translation>여기에 박스 붙여넣기(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Pause or go on</source>
        <translation>멈춤 또는 계속(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>재생 또는 일시 정지(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Plugins…</source>
        <translation>플러그인(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Previous finding</source>
        <translation>이전 점검 항목(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quieter</source>
        <translation>소리 작게(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Resolve</source>
        <translation>해결(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Retry what failed</source>
        <translation>실패한 영상 다시(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save project as…</source>
        <translation>다른 이름으로 프로젝트 저장(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Score the track again</source>
        <translation>트랙 다시 측정(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Shots</source>
        <translation>샷(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Snooze until tomorrow</source>
        <translation>내일까지 미루기(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Split here</source>
        <translation>여기서 나누기(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Track forward</source>
        <translation>앞으로 추적(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Tracks</source>
        <translation>트랙(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Who speaks</source>
        <translation>말하는 사람(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Whole video in the timeline</source>
        <translation>타임라인에 영상 전체 보기(&amp;W)</translation>
    </message>
    <message>
        <source>All &amp;videos of the project</source>
        <translation>프로젝트의 모든 영상(&amp;V)</translation>
    </message>
    <message>
        <source>All videos</source>
        <translation>모든 영상</translation>
    </message>
    <message>
        <source>Analyse &amp;earlier</source>
        <translation>먼저 분석(&amp;E)</translation>
    </message>
    <message>
        <source>Analyse a&amp;ll that are not</source>
        <translation>분석 안 된 영상 모두 분석(&amp;L)</translation>
    </message>
    <message>
        <source>Analyse la&amp;ter</source>
        <translation>나중에 분석(&amp;T)</translation>
    </message>
    <message>
        <source>Analyse the &amp;chosen</source>
        <translation>고른 영상 분석(&amp;C)</translation>
    </message>
    <message>
        <source>Box by &amp;numbers</source>
        <translation>숫자로 박스 지정(&amp;N)</translation>
    </message>
    <message>
        <source>Box larger</source>
        <translation>박스 크게</translation>
    </message>
    <message>
        <source>Box one pixel down</source>
        <translation>박스 1픽셀 아래로</translation>
    </message>
    <message>
        <source>Box one pixel left</source>
        <translation>박스 1픽셀 왼쪽으로</translation>
    </message>
    <message>
        <source>Box one pixel right</source>
        <translation>박스 1픽셀 오른쪽으로</translation>
    </message>
    <message>
        <source>Box one pixel up</source>
        <translation>박스 1픽셀 위로</translation>
    </message>
    <message>
        <source>Box smaller</source>
        <translation>박스 작게</translation>
    </message>
    <message>
        <source>Change the &amp;keys…</source>
        <translation>단축키 변경(&amp;K)…</translation>
    </message>
    <message>
        <source>Check for &amp;updates…</source>
        <translation>업데이트 확인(&amp;U)…</translation>
    </message>
    <message>
        <source>Check the file for &amp;damage</source>
        <translation>파일 손상 검사(&amp;D)</translation>
    </message>
    <message>
        <source>Colour by &amp;label</source>
        <translation>레이블별 색(&amp;L)</translation>
    </message>
    <message>
        <source>Colour by &amp;track</source>
        <translation>트랙별 색(&amp;T)</translation>
    </message>
    <message>
        <source>Colour by detector &amp;score</source>
        <translation>검출 점수별 색(&amp;S)</translation>
    </message>
    <message>
        <source>Colour by frame &amp;confidence</source>
        <translation>프레임 신뢰도별 색(&amp;C)</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>어둡게(&amp;A)</translation>
    </message>
    <message>
        <source>D&amp;uplicate track</source>
        <translation>트랙 복제(&amp;U)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Delete &amp;track</source>
        <translation>트랙 삭제(&amp;T)</translation>
    </message>
    <message>
        <source>F&amp;aster</source>
        <translation>빠르게(&amp;A)</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>전체 화면(&amp;U)</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>첫 프레임</translation>
    </message>
    <message>
        <source>Frame back</source>
        <translation>이전 프레임</translation>
    </message>
    <message>
        <source>Frame on</source>
        <translation>다음 프레임</translation>
    </message>
    <message>
        <source>Give the &amp;rest to another track…</source>
        <translation>나머지를 다른 트랙으로(&amp;R)…</translation>
    </message>
    <message>
        <source>Hid&amp;e</source>
        <translation>숨기기(&amp;E)</translation>
    </message>
    <message>
        <source>Language of the &amp;system</source>
        <translation>시스템 언어(&amp;S)</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>마지막 프레임</translation>
    </message>
    <message>
        <source>Lo&amp;uder</source>
        <translation>소리 크게(&amp;U)</translation>
    </message>
    <message>
        <source>Locate &amp;missing media…</source>
        <translation>없는 미디어 찾기(&amp;M)…</translation>
    </message>
    <message>
        <source>Locate this &amp;video…</source>
        <translation>이 영상 찾기(&amp;V)…</translation>
    </message>
    <message>
        <source>M&amp;ake a track of the detection</source>
        <translation>검출 결과를 트랙으로(&amp;A)</translation>
    </message>
    <message>
        <source>Mark &amp;in</source>
        <translation>시작점 표시(&amp;I)</translation>
    </message>
    <message>
        <source>Mark &amp;out</source>
        <translation>끝점 표시(&amp;O)</translation>
    </message>
    <message>
        <source>Marked span: in sync</source>
        <translation>표시한 구간: 싱크 맞음</translation>
    </message>
    <message>
        <source>Marked span: no verdict</source>
        <translation>표시한 구간: 판정 없음</translation>
    </message>
    <message>
        <source>Marked span: not speaking</source>
        <translation>표시한 구간: 말하지 않음</translation>
    </message>
    <message>
        <source>Marked span: out of sync</source>
        <translation>표시한 구간: 싱크 어긋남</translation>
    </message>
    <message>
        <source>Marked span: reject</source>
        <translation>표시한 구간: 제외</translation>
    </message>
    <message>
        <source>Marked span: unsure</source>
        <translation>표시한 구간: 불확실</translation>
    </message>
    <message>
        <source>Marked span: voice-over</source>
        <translation>표시한 구간: 보이스오버</translation>
    </message>
    <message>
        <source>Move the timeline left</source>
        <translation>타임라인 왼쪽으로</translation>
    </message>
    <message>
        <source>Move the timeline right</source>
        <translation>타임라인 오른쪽으로</translation>
    </message>
    <message>
        <source>Ne&amp;xt panel</source>
        <translation>다음 패널(&amp;X)</translation>
    </message>
    <message>
        <source>Next keyframe</source>
        <translation>다음 키프레임</translation>
    </message>
    <message>
        <source>Next way to &amp;follow</source>
        <translation>따라가기 방식 바꾸기(&amp;F)</translation>
    </message>
    <message>
        <source>Not&amp;e</source>
        <translation>메모(&amp;E)</translation>
    </message>
    <message>
        <source>O&amp;ccluded</source>
        <translation>가려짐(&amp;C)</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>1초 뒤로</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>1초 앞으로</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Open &amp;project…</source>
        <translation>프로젝트 열기(&amp;P)…</translation>
    </message>
    <message>
        <source>Open the &amp;demo clip</source>
        <translation>데모 클립 열기(&amp;D)</translation>
    </message>
    <message>
        <source>P&amp;ause</source>
        <translation>일시 정지(&amp;A)</translation>
    </message>
    <message>
        <source>Pixel &amp;grid up close</source>
        <translation>확대할 때 픽셀 격자(&amp;G)</translation>
    </message>
    <message>
        <source>Play &amp;around the cursor</source>
        <translation>커서 앞뒤 재생(&amp;A)</translation>
    </message>
    <message>
        <source>Play &amp;backward</source>
        <translation>거꾸로 재생(&amp;B)</translation>
    </message>
    <message>
        <source>Play &amp;forward</source>
        <translation>앞으로 재생(&amp;F)</translation>
    </message>
    <message>
        <source>Play only the &amp;speech of the track</source>
        <translation>트랙의 발화만 재생(&amp;S)</translation>
    </message>
    <message>
        <source>Playhead in the &amp;middle</source>
        <translation>재생 위치를 가운데에(&amp;M)</translation>
    </message>
    <message>
        <source>Pre&amp;vious panel</source>
        <translation>이전 패널(&amp;V)</translation>
    </message>
    <message>
        <source>Previous keyframe</source>
        <translation>이전 키프레임</translation>
    </message>
    <message>
        <source>Re&amp;label…</source>
        <translation>레이블 변경(&amp;L)…</translation>
    </message>
    <message>
        <source>Re&amp;open</source>
        <translation>다시 열기(&amp;O)</translation>
    </message>
    <message>
        <source>Remove from the pro&amp;ject</source>
        <translation>프로젝트에서 빼기(&amp;J)</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>느리게(&amp;L)</translation>
    </message>
    <message>
        <source>S&amp;pectrogram</source>
        <translation>스펙트로그램(&amp;P)</translation>
    </message>
    <message>
        <source>S&amp;wap two from here on</source>
        <translation>여기부터 두 트랙 맞바꾸기(&amp;W)</translation>
    </message>
    <message>
        <source>Save the &amp;frame as PNG…</source>
        <translation>프레임을 PNG로 저장(&amp;F)…</translation>
    </message>
    <message>
        <source>Score all changed &amp;tracks</source>
        <translation>바뀐 트랙 모두 측정(&amp;T)</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>설정(&amp;T)…</translation>
    </message>
    <message>
        <source>Select &amp;all tracks</source>
        <translation>모든 트랙 선택(&amp;A)</translation>
    </message>
    <message>
        <source>Select &amp;previous track</source>
        <translation>이전 트랙 선택(&amp;P)</translation>
    </message>
    <message>
        <source>Select ne&amp;xt track</source>
        <translation>다음 트랙 선택(&amp;X)</translation>
    </message>
    <message>
        <source>Set or remove &amp;keyframe</source>
        <translation>키프레임 지정 또는 해제(&amp;K)</translation>
    </message>
    <message>
        <source>Sho&amp;w all hidden</source>
        <translation>숨긴 트랙 모두 보기(&amp;W)</translation>
    </message>
    <message>
        <source>Show &amp;detections without a track</source>
        <translation>트랙 없는 검출 결과 보기(&amp;D)</translation>
    </message>
    <message>
        <source>Smoot&amp;h</source>
        <translation>부드럽게(&amp;H)</translation>
    </message>
    <message>
        <source>Snooze until the next &amp;analysis</source>
        <translation>다음 분석까지 미루기(&amp;A)</translation>
    </message>
    <message>
        <source>So&amp;und</source>
        <translation>소리(&amp;U)</translation>
    </message>
    <message>
        <source>Sound 1 ms &amp;earlier</source>
        <translation>소리 1 ms 앞당기기(&amp;E)</translation>
    </message>
    <message>
        <source>Sound 1 ms &amp;later</source>
        <translation>소리 1 ms 늦추기(&amp;L)</translation>
    </message>
    <message>
        <source>Sound when playing &amp;backward</source>
        <translation>거꾸로 재생할 때 소리 내기(&amp;B)</translation>
    </message>
    <message>
        <source>Sound while &amp;dragging</source>
        <translation>끄는 동안 소리 내기(&amp;D)</translation>
    </message>
    <message>
        <source>Speakin&amp;g</source>
        <translation>발화 확률(&amp;G)</translation>
    </message>
    <message>
        <source>Sync &amp;map</source>
        <translation>싱크 맵(&amp;M)</translation>
    </message>
    <message>
        <source>Ten frames back</source>
        <translation>10프레임 뒤로</translation>
    </message>
    <message>
        <source>Ten frames on</source>
        <translation>10프레임 앞으로</translation>
    </message>
    <message>
        <source>Theme of the s&amp;ystem</source>
        <translation>시스템 테마(&amp;Y)</translation>
    </message>
    <message>
        <source>Tr&amp;im to the marked span</source>
        <translation>표시한 구간만 남기기(&amp;I)</translation>
    </message>
    <message>
        <source>Tr&amp;uncated</source>
        <translation>잘림(&amp;U)</translation>
    </message>
    <message>
        <source>Trac&amp;k begins here</source>
        <translation>트랙이 여기서 시작(&amp;K)</translation>
    </message>
    <message>
        <source>Track &amp;backward</source>
        <translation>뒤로 추적(&amp;B)</translation>
    </message>
    <message>
        <source>Track &amp;ends here</source>
        <translation>트랙이 여기서 끝남(&amp;E)</translation>
    </message>
    <message>
        <source>Verdict: in sync</source>
        <translation>판정: 싱크 맞음</translation>
    </message>
    <message>
        <source>Verdict: not speaking</source>
        <translation>판정: 말하지 않음</translation>
    </message>
    <message>
        <source>Verdict: out of sync</source>
        <translation>판정: 싱크 어긋남</translation>
    </message>
    <message>
        <source>Verdict: reject</source>
        <translation>판정: 제외</translation>
    </message>
    <message>
        <source>Verdict: unsure</source>
        <translation>판정: 불확실</translation>
    </message>
    <message>
        <source>Verdict: voice-over</source>
        <translation>판정: 보이스오버</translation>
    </message>
    <message>
        <source>What the &amp;scorer sees</source>
        <translation>측정기가 보는 화면(&amp;S)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>확대(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>축소(&amp;O)</translation>
    </message>
    <message>
        <source>Zoom into the timeline</source>
        <translation>타임라인 확대</translation>
    </message>
    <message>
        <source>Zoom out of the timeline</source>
        <translation>타임라인 축소</translation>
    </message>
    <message>
        <source>Zoom to the &amp;marks</source>
        <translation>표시한 구간에 맞추기(&amp;M)</translation>
    </message>
    <message>
        <source>Zoom to the &amp;selected track</source>
        <translation>선택한 트랙에 맞추기(&amp;S)</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>, {remaining} left</source>
        <translation>, {remaining} 남음</translation>
    </message>
    <message>
        <source>A track never crosses a cut; give both tracks the same name instead</source>
        <translation>트랙은 컷을 넘지 않습니다. 대신 두 트랙에 같은 이름을 붙이세요</translation>
    </message>
    <message>
        <source>Add video</source>
        <translation>영상 추가</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>Below this confidence the offset is undetermined</source>
        <translation>신뢰도가 이 값보다 낮으면 오프셋은 미확정</translation>
    </message>
    <message>
        <source>Boxes under this score are left out</source>
        <translation>점수가 이 값보다 낮은 박스는 뺌</translation>
    </message>
    <message>
        <source>Change its label instead</source>
        <translation>대신 레이블을 변경하세요</translation>
    </message>
    <message>
        <source>Change label</source>
        <translation>레이블 변경</translation>
    </message>
    <message>
        <source>Change note</source>
        <translation>메모 변경</translation>
    </message>
    <message>
        <source>Check that it is a file and that you may read it</source>
        <translation>파일이 맞는지, 읽을 권한이 있는지 확인하세요</translation>
    </message>
    <message>
        <source>Check the disk and its free space, then do it again</source>
        <translation>디스크와 남은 공간을 확인한 뒤 다시 하세요</translation>
    </message>
    <message>
        <source>Check the disk, or choose another folder</source>
        <translation>디스크를 확인하거나 다른 폴더를 고르세요</translation>
    </message>
    <message>
        <source>Check the path, or find where it was moved</source>
        <translation>경로를 확인하거나 옮겨진 곳을 찾으세요</translation>
    </message>
    <message>
        <source>Check the path, or install the weights again</source>
        <translation>경로를 확인하거나 가중치를 다시 설치하세요</translation>
    </message>
    <message>
        <source>Check the permissions</source>
        <translation>권한을 확인하세요</translation>
    </message>
    <message>
        <source>Check whether it was moved or renamed</source>
        <translation>옮겨졌거나 이름이 바뀌었는지 확인하세요</translation>
    </message>
    <message>
        <source>Checking every frame</source>
        <translation>모든 프레임 검사 중</translation>
    </message>
    <message>
        <source>Checking the damaged file once more</source>
        <translation>손상된 파일을 한 번 더 검사하는 중</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>파일을 고르세요</translation>
    </message>
    <message>
        <source>Choose a file that SyncReview wrote, ending in .syncreview</source>
        <translation>SyncReview가 만든, .syncreview로 끝나는 파일을 고르세요</translation>
    </message>
    <message>
        <source>Choose a folder on another disk</source>
        <translation>다른 디스크의 폴더를 고르세요</translation>
    </message>
    <message>
        <source>Choose a folder that exists</source>
        <translation>있는 폴더를 고르세요</translation>
    </message>
    <message>
        <source>Choose a folder that you may write in</source>
        <translation>쓸 수 있는 폴더를 고르세요</translation>
    </message>
    <message>
        <source>Choose a shorter name</source>
        <translation>더 짧은 이름을 쓰세요</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>다른 이름을 쓰세요</translation>
    </message>
    <message>
        <source>Choose another one, or the device cpu; details are in the log</source>
        <translation>다른 것을 고르거나 장치를 cpu로 바꾸세요. 자세한 내용은 로그에 있습니다</translation>
    </message>
    <message>
        <source>Choose another one; details are in the log</source>
        <translation>다른 것을 고르세요. 자세한 내용은 로그에 있습니다</translation>
    </message>
    <message>
        <source>Choose one of: {known}</source>
        <translation>다음 중에서 고르세요: {known}</translation>
    </message>
    <message>
        <source>Choose the device cpu</source>
        <translation>장치를 cpu로 바꾸세요</translation>
    </message>
    <message>
        <source>Clear verdict</source>
        <translation>판정 지우기</translation>
    </message>
    <message>
        <source>Clear verdict of span</source>
        <translation>구간 판정 지우기</translation>
    </message>
    <message>
        <source>Close other programs if the device is out of memory, or choose the device cpu</source>
        <translation>장치의 메모리가 모자라면 다른 프로그램을 닫거나, 장치를 cpu로 바꾸세요</translation>
    </message>
    <message>
        <source>Close the other program and do it again</source>
        <translation>다른 프로그램을 닫고 다시 하세요</translation>
    </message>
    <message>
        <source>Compares lips and voice with the published SyncNet (Chung and Zisserman, 2016)</source>
        <translation>공개된 SyncNet(Chung과 Zisserman, 2016)으로 입술과 목소리를 비교</translation>
    </message>
    <message>
        <source>Comparing lips and voice</source>
        <translation>입술과 목소리 비교 중</translation>
    </message>
    <message>
        <source>Comparing mouth and voice</source>
        <translation>입과 목소리 비교 중</translation>
    </message>
    <message>
        <source>Convert it to H.264 in MP4 or MKV</source>
        <translation>MP4 또는 MKV의 H.264로 변환하세요</translation>
    </message>
    <message>
        <source>Copy it into a folder that you may write in, and open the copy</source>
        <translation>쓸 수 있는 폴더에 복사하고 그 복사본을 여세요</translation>
    </message>
    <message>
        <source>Copy or record it again</source>
        <translation>다시 복사하거나 녹화하세요</translation>
    </message>
    <message>
        <source>Correct the manifest or remove the folder</source>
        <translation>매니페스트를 고치거나 폴더를 지우세요</translation>
    </message>
    <message>
        <source>Delete it if all of it should go</source>
        <translation>전부 없애려면 삭제하세요</translation>
    </message>
    <message>
        <source>Delete keyframe</source>
        <translation>키프레임 삭제</translation>
    </message>
    <message>
        <source>Delete the track instead</source>
        <translation>대신 트랙을 삭제하세요</translation>
    </message>
    <message>
        <source>Delete track</source>
        <translation>트랙 삭제</translation>
    </message>
    <message>
        <source>Delete {ids} tracks</source>
        <translation>트랙 {ids}개 삭제</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Draw box</source>
        <translation>박스 그리기</translation>
    </message>
    <message>
        <source>Duplicate track</source>
        <translation>트랙 복제</translation>
    </message>
    <message>
        <source>EBU R37</source>
        <translation>EBU R37</translation>
    </message>
    <message>
        <source>Fill gaps</source>
        <translation>빈 구간 채우기</translation>
    </message>
    <message>
        <source>(process {pid})</source>
        <translation>(프로세스 {pid})</translation>
    </message>
    <message>
        <source>, and there are {labels} labels</source>
        <translation>, 레이블 {labels}개</translation>
    </message>
    <message>
        <source>, and {jumps} more</source>
        <translation>, 그 밖에 {jumps}번</translation>
    </message>
    <message>
        <source>; its boxes were changed since</source>
        <translation>. 그 뒤에 박스가 바뀌었습니다</translation>
    </message>
    <message>
        <source>A YOLOv5 or YOLOv8 detector of your own as an ONNX file, computed by OpenCV</source>
        <translation>직접 준비한 YOLOv5 또는 YOLOv8 검출기의 ONNX 파일, OpenCV로 계산</translation>
    </message>
    <message>
        <source>A text file with one label a line; empty for the labels in the ONNX file</source>
        <translation>한 줄에 레이블 하나씩 적은 텍스트 파일. 비워 두면 ONNX 파일의 레이블</translation>
    </message>
    <message>
        <source>Any detector of MMDetection 3, by its config and checkpoint</source>
        <translation>설정 파일과 체크포인트로 지정하는 MMDetection 3의 모든 검출기</translation>
    </message>
    <message>
        <source>Box by numbers</source>
        <translation>숫자로 박스 지정</translation>
    </message>
    <message>
        <source>Boxes of this score or less are left out</source>
        <translation>점수가 이 값 이하인 박스는 뺌</translation>
    </message>
    <message>
        <source>Change attributes</source>
        <translation>속성값 변경</translation>
    </message>
    <message>
        <source>Change it in the settings, or put the file of {address} into {parent}</source>
        <translation>설정에서 바꾸거나 {address} 파일을 다음 폴더에 넣으세요: {parent}</translation>
    </message>
    <message>
        <source>Check its permissions</source>
        <translation>권한을 확인하세요</translation>
    </message>
    <message>
        <source>Check the path</source>
        <translation>경로를 확인하세요</translation>
    </message>
    <message>
        <source>Checking {file}</source>
        <translation>{file} 검사 중</translation>
    </message>
    <message>
        <source>Choose a config file and its checkpoint in the options of this detector</source>
        <translation>이 검출기의 옵션에서 설정 파일과 체크포인트를 고르세요</translation>
    </message>
    <message>
        <source>Choose a published checkpoint; one of a training is made into one by MMDetection&apos;s publish_model.py</source>
        <translation>공개용 체크포인트를 고르세요. 학습에서 나온 체크포인트는 MMDetection의 publish_model.py로 변환하세요</translation>
    </message>
    <message>
        <source>Choose a text file with one label a line, in the network&apos;s order</source>
        <translation>한 줄에 레이블 하나씩 신경망의 순서대로 적은 텍스트 파일을 고르세요</translation>
    </message>
    <message>
        <source>Choose an ONNX file of a YOLOv5 or YOLOv8 detector in the options of this detector</source>
        <translation>이 검출기의 옵션에서 YOLOv5 또는 YOLOv8 검출기의 ONNX 파일을 고르세요</translation>
    </message>
    <message>
        <source>Choose another detector</source>
        <translation>다른 검출기를 고르세요</translation>
    </message>
    <message>
        <source>Choose another one</source>
        <translation>다른 것을 고르세요</translation>
    </message>
    <message>
        <source>Choose one of: {catalogue}</source>
        <translation>다음 중에서 고르세요: {catalogue}</translation>
    </message>
    <message>
        <source>Choose the file that the project was made with, or open this one by itself</source>
        <translation>프로젝트를 만들 때 쓴 파일을 고르거나 이 파일을 따로 여세요</translation>
    </message>
    <message>
        <source>Close it there and open it again, or open a copy</source>
        <translation>그쪽에서 닫고 다시 열거나 사본을 여세요</translation>
    </message>
    <message>
        <source>Close it there first, or open a copy</source>
        <translation>먼저 그쪽에서 닫거나 사본을 여세요</translation>
    </message>
    <message>
        <source>Close other programs, or choose another detector</source>
        <translation>다른 프로그램을 닫거나 다른 검출기를 고르세요</translation>
    </message>
    <message>
        <source>Comparing {name}</source>
        <translation>{name} 비교 중</translation>
    </message>
    <message>
        <source>Compute capability</source>
        <translation>컴퓨팅 능력</translation>
    </message>
    <message>
        <source>Connect it again and open the project: every step before this one is in the file</source>
        <translation>다시 연결하고 프로젝트를 여세요. 이전 작업은 모두 파일에 있습니다</translation>
    </message>
    <message>
        <source>Copying {file}</source>
        <translation>{file} 복사 중</translation>
    </message>
    <message>
        <source>Downloading {file}</source>
        <translation>{file} 내려받는 중</translation>
    </message>
    <message>
        <source>FCOS</source>
        <translation>FCOS</translation>
    </message>
    <message>
        <source>FCOS on ResNet-50: one stage, without anchor boxes</source>
        <translation>ResNet-50 기반 FCOS: 1단계 방식, 앵커 박스 없음</translation>
    </message>
    <message>
        <source>Faster R-CNN</source>
        <translation>Faster R-CNN</translation>
    </message>
    <message>
        <source>Faster R-CNN v2 on ResNet-50: the most accurate one for boxes alone</source>
        <translation>ResNet-50 기반 Faster R-CNN v2: 박스만 찾는 검출기 중 가장 정확함</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>얼굴 찾는 중</translation>
    </message>
    <message>
        <source>Finding shots</source>
        <translation>샷 찾는 중</translation>
    </message>
    <message>
        <source>Following the box</source>
        <translation>박스를 따라가는 중</translation>
    </message>
    <message>
        <source>Free some space and do it again</source>
        <translation>공간을 비우고 다시 하세요</translation>
    </message>
    <message>
        <source>Free some space in {gettempdir}, or set TMPDIR to another folder</source>
        <translation>{gettempdir}의 공간을 비우거나 TMPDIR을 다른 폴더로 바꾸세요</translation>
    </message>
    <message>
        <source>Free some space, or choose another folder</source>
        <translation>공간을 비우거나 다른 폴더를 고르세요</translation>
    </message>
    <message>
        <source>Get the file anew in Analysis &gt; Models, or choose another speaker model</source>
        <translation>분석 &gt; 모델에서 파일을 다시 받거나 다른 화자 모델을 고르세요</translation>
    </message>
    <message>
        <source>Get the file of {address} in another way and put it into {parent}</source>
        <translation>{address}의 파일을 다른 방법으로 받아 {parent}에 넣으세요</translation>
    </message>
    <message>
        <source>Get the weights of RetinaFace again in Analysis &gt; Models, or choose another detector</source>
        <translation>분석 &gt; 모델에서 RetinaFace 가중치를 다시 받거나 다른 검출기를 고르세요</translation>
    </message>
    <message>
        <source>Get the weights of S3FD again in Analysis &gt; Models, or choose another detector</source>
        <translation>분석 &gt; 모델에서 S3FD 가중치를 다시 받거나 다른 검출기를 고르세요</translation>
    </message>
    <message>
        <source>Get the weights of YuNet again in Analysis &gt; Models, or choose another detector</source>
        <translation>분석 &gt; 모델에서 YuNet 가중치를 다시 받거나 다른 검출기를 고르세요</translation>
    </message>
    <message>
        <source>Get them in Analysis &gt; Models, or put the file of {address} into {weights_dir}; or choose another one</source>
        <translation>분석 &gt; 모델에서 받거나, {address}의 파일을 {weights_dir}에 넣으세요. 다른 것을 골라도 됩니다</translation>
    </message>
    <message>
        <source>Give the rest to another track</source>
        <translation>나머지를 다른 트랙으로</translation>
    </message>
    <message>
        <source>Go to a frame in which it is seen</source>
        <translation>그것이 보이는 프레임으로 이동하세요</translation>
    </message>
    <message>
        <source>Go to a frame in which one of them is seen</source>
        <translation>둘 중 하나가 보이는 프레임으로 이동하세요</translation>
    </message>
    <message>
        <source>Go to the first frame of its second part</source>
        <translation>뒷부분의 첫 프레임으로 이동하세요</translation>
    </message>
    <message>
        <source>Haar cascade</source>
        <translation>Haar 캐스케이드</translation>
    </message>
    <message>
        <source>Half precision</source>
        <translation>반정밀도</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨기기</translation>
    </message>
    <message>
        <source>How many windows must agree on a face; more of them means fewer false faces and more missed ones</source>
        <translation>얼굴로 인정하는 데 필요한 일치하는 창의 수. 클수록 잘못 찾은 얼굴은 줄고 놓치는 얼굴은 늘어남</translation>
    </message>
    <message>
        <source>ITU-R BT.1359-1 acceptability</source>
        <translation>ITU-R BT.1359-1 허용 한계</translation>
    </message>
    <message>
        <source>ITU-R BT.1359-1 detectability</source>
        <translation>ITU-R BT.1359-1 지각 한계</translation>
    </message>
    <message>
        <source>Import it again</source>
        <translation>다시 가져오세요</translation>
    </message>
    <message>
        <source>Install another torchvision, or get the file and put it into {weights_dir}</source>
        <translation>다른 버전의 torchvision을 설치하거나, 파일을 받아 {weights_dir}에 넣으세요</translation>
    </message>
    <message>
        <source>Install syncnet_v2.model again ({published_url}) or choose another weights file</source>
        <translation>syncnet_v2.model을 다시 설치하거나({published_url}) 다른 가중치 파일을 고르세요</translation>
    </message>
    <message>
        <source>Install the newer version to open it; nothing was changed</source>
        <translation>열려면 새 버전을 설치하세요. 바뀐 것은 없습니다</translation>
    </message>
    <message>
        <source>Install the weights of {name} again in Analysis &gt; Models, or choose another one</source>
        <translation>분석 &gt; 모델에서 {name} 가중치를 다시 설치하거나 다른 것을 고르세요</translation>
    </message>
    <message>
        <source>It has: {known}</source>
        <translation>쓸 수 있는 장치: {known}</translation>
    </message>
    <message>
        <source>It is damaged or was cut short: copy or record it again</source>
        <translation>손상되었거나 잘렸습니다. 다시 복사하거나 녹화하세요</translation>
    </message>
    <message>
        <source>It knows: {few}</source>
        <translation>쓸 수 있는 레이블: {few}</translation>
    </message>
    <message>
        <source>It knows: {none}</source>
        <translation>쓸 수 있는 옵션: {none}</translation>
    </message>
    <message>
        <source>It may be damaged, cut short while it was copied, or not a video at all: try it in a media player, or copy it again</source>
        <translation>손상되었거나, 복사하다가 잘렸거나, 영상이 아닐 수 있습니다. 재생 프로그램에서 열어 보거나 다시 복사하세요</translation>
    </message>
    <message>
        <source>Keypoint R-CNN</source>
        <translation>Keypoint R-CNN</translation>
    </message>
    <message>
        <source>Keypoint R-CNN on ResNet-50: persons with 17 keypoints</source>
        <translation>ResNet-50 기반 Keypoint R-CNN: 사람과 키포인트 17개</translation>
    </message>
    <message>
        <source>Keypoints under this score count as not seen; it is the peak of the network&apos;s heat map</source>
        <translation>점수가 이 값보다 낮은 키포인트는 보이지 않는 것으로 봄. 점수는 신경망 히트맵의 최댓값</translation>
    </message>
    <message>
        <source>LR-ASD</source>
        <translation>LR-ASD</translation>
    </message>
    <message>
        <source>Larger pictures are reduced to this many pixels on their longer side before the search</source>
        <translation>더 큰 화면은 긴 변을 이 픽셀 수로 줄인 뒤 찾음</translation>
    </message>
    <message>
        <source>Larger pictures are reduced to this many pixels on their longer side before the search; faces down to about 8 pixels are then found</source>
        <translation>더 큰 화면은 긴 변을 이 픽셀 수로 줄인 뒤 찾음. 줄인 화면에서 약 8픽셀 크기의 얼굴까지 찾음</translation>
    </message>
    <message>
        <source>Let the name end in {suffix}</source>
        <translation>이름이 {suffix}(으)로 끝나야 합니다</translation>
    </message>
    <message>
        <source>Loading the models</source>
        <translation>모델 불러오는 중</translation>
    </message>
    <message>
        <source>Locate media</source>
        <translation>미디어 찾기</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>잠그기</translation>
    </message>
    <message>
        <source>Looking for weights</source>
        <translation>가중치 파일을 찾는 중</translation>
    </message>
    <message>
        <source>Looking through {folder}</source>
        <translation>{folder} 살펴보는 중</translation>
    </message>
    <message>
        <source>MMDetection</source>
        <translation>MMDetection</translation>
    </message>
    <message>
        <source>MMDetection cannot make this model ({name}: {error})</source>
        <translation>MMDetection에서 이 모델을 만들 수 없습니다({name}: {error})</translation>
    </message>
    <message>
        <source>MTCNN</source>
        <translation>MTCNN</translation>
    </message>
    <message>
        <source>Make a track</source>
        <translation>트랙 만들기</translation>
    </message>
    <message>
        <source>Mark its first and last frame with I and O</source>
        <translation>첫 프레임과 마지막 프레임을 시작점과 끝점으로 표시하세요</translation>
    </message>
    <message>
        <source>Mask R-CNN</source>
        <translation>Mask R-CNN</translation>
    </message>
    <message>
        <source>Mask R-CNN v2 on ResNet-50: boxes with the outline of each thing</source>
        <translation>ResNet-50 기반 Mask R-CNN v2: 박스와 각 물체의 윤곽</translation>
    </message>
    <message>
        <source>Measuring {id}</source>
        <translation>{id} 측정 중</translation>
    </message>
    <message>
        <source>Merge the two tracks instead</source>
        <translation>대신 두 트랙을 병합하세요</translation>
    </message>
    <message>
        <source>Merge tracks</source>
        <translation>트랙 병합</translation>
    </message>
    <message>
        <source>Most boxes in one picture</source>
        <translation>한 화면의 최대 박스 수</translation>
    </message>
    <message>
        <source>Mouth and voice correlation</source>
        <translation>입·목소리 상관</translation>
    </message>
    <message>
        <source>Move box</source>
        <translation>박스 옮기기</translation>
    </message>
    <message>
        <source>Move it away, or choose another folder</source>
        <translation>그 파일을 옮기거나 다른 폴더를 고르세요</translation>
    </message>
    <message>
        <source>Move landmark</source>
        <translation>랜드마크 옮기기</translation>
    </message>
    <message>
        <source>Multi-task cascaded face detector of facenet-pytorch; its weights come with the package</source>
        <translation>facenet-pytorch의 다중 작업 얼굴 검출기. 가중치가 함께 들어 있음</translation>
    </message>
    <message>
        <source>Needs no weights: correlates the mouth&apos;s movement with the voice, within the clip itself</source>
        <translation>가중치가 필요 없음: 클립 안에서 입의 움직임과 목소리의 상관을 계산</translation>
    </message>
    <message>
        <source>Nothing was changed. Restore a copy of the file, or analyse the video again in a new project</source>
        <translation>바뀐 것은 없습니다. 파일의 복사본을 되살리거나 새 프로젝트에서 영상을 다시 분석하세요</translation>
    </message>
    <message>
        <source>Numbers to compute in. Auto: half precision where the device is faster with it and distances move by at most 1 percent</source>
        <translation>계산에 쓸 수의 형식. 자동: 장치에서 더 빠르고 거리의 변화가 1퍼센트 이하이면 반정밀도</translation>
    </message>
    <message>
        <source>Occluded</source>
        <translation>가려짐</translation>
    </message>
    <message>
        <source>Of two boxes of one label that overlap by more than this (IoU), the better one stays</source>
        <translation>레이블이 같은 두 박스가 이 값(IoU)보다 많이 겹치면 더 나은 쪽만 남김</translation>
    </message>
    <message>
        <source>Of two boxes that overlap by more than this share, the better one is kept</source>
        <translation>두 박스가 이 비율보다 많이 겹치면 더 나은 쪽만 남김</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>다시 여세요</translation>
    </message>
    <message>
        <source>Open it for writing once</source>
        <translation>쓰기용으로 한 번 여세요</translation>
    </message>
    <message>
        <source>Open it, or choose another name</source>
        <translation>그 파일을 열거나 다른 이름을 쓰세요</translation>
    </message>
    <message>
        <source>Open the project again to see what it holds now</source>
        <translation>지금 내용을 보려면 프로젝트를 다시 여세요</translation>
    </message>
    <message>
        <source>OpenCV cannot compute this network ({error})</source>
        <translation>OpenCV에서 이 신경망을 계산할 수 없습니다({error})</translation>
    </message>
    <message>
        <source>OpenCV cannot load this network ({error})</source>
        <translation>OpenCV에서 이 신경망을 불러올 수 없습니다({error})</translation>
    </message>
    <message>
        <source>OpenCV&apos;s classic frontal face detector (Viola and Jones, 2001): no weights to get, many misses; there only where OpenCV brings its cascades (4.x)</source>
        <translation>OpenCV의 고전적인 정면 얼굴 검출기(Viola와 Jones, 2001): 받을 가중치가 없지만 놓치는 얼굴이 많음. OpenCV에 캐스케이드가 들어 있을 때만(4.x) 쓸 수 있음</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>{name} 여는 중</translation>
    </message>
    <message>
        <source>Outside</source>
        <translation>화면 밖</translation>
    </message>
    <message>
        <source>Outside from here</source>
        <translation>여기부터 화면 밖</translation>
    </message>
    <message>
        <source>Paste box</source>
        <translation>박스 붙여넣기</translation>
    </message>
    <message>
        <source>Please report this</source>
        <translation>이 문제를 알려 주세요</translation>
    </message>
    <message>
        <source>Propagate box</source>
        <translation>박스 전파</translation>
    </message>
    <message>
        <source>Put the former file back, or analyse this one</source>
        <translation>원래 파일을 되돌려 놓거나 이 파일을 분석하세요</translation>
    </message>
    <message>
        <source>Reading the frame index</source>
        <translation>프레임 색인을 읽는 중</translation>
    </message>
    <message>
        <source>Reading the sound</source>
        <translation>소리를 읽는 중</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>{name} 읽는 중</translation>
    </message>
    <message>
        <source>Reopen finding</source>
        <translation>점검 항목 다시 열기</translation>
    </message>
    <message>
        <source>Resize box</source>
        <translation>박스 크기 변경</translation>
    </message>
    <message>
        <source>Resolve finding</source>
        <translation>점검 항목 해결</translation>
    </message>
    <message>
        <source>RetinaFace</source>
        <translation>RetinaFace</translation>
    </message>
    <message>
        <source>RetinaFace with a MobileNet-0.25 backbone and five landmarks, on any device</source>
        <translation>MobileNet-0.25 백본과 랜드마크 5개를 쓰는 RetinaFace, 모든 장치에서 실행</translation>
    </message>
    <message>
        <source>RetinaNet</source>
        <translation>RetinaNet</translation>
    </message>
    <message>
        <source>RetinaNet v2 on ResNet-50: one stage, good on small things</source>
        <translation>ResNet-50 기반 RetinaNet v2: 1단계 방식, 작은 물체에 강함</translation>
    </message>
    <message>
        <source>S3FD</source>
        <translation>S3FD</translation>
    </message>
    <message>
        <source>SSD300</source>
        <translation>SSD300</translation>
    </message>
    <message>
        <source>SSD300 on VGG-16: the oldest and a plain one; sees every picture at 300 x 300 pixels</source>
        <translation>VGG-16 기반 SSD300: 가장 오래되고 단순함. 모든 화면을 300 x 300 픽셀로 봄</translation>
    </message>
    <message>
        <source>SSDlite</source>
        <translation>SSDlite</translation>
    </message>
    <message>
        <source>SSDlite on MobileNetV3: the fast choice on a CPU; sees every picture at 320 x 320 pixels</source>
        <translation>MobileNetV3 기반 SSDlite: CPU에서 빠름. 모든 화면을 320 x 320 픽셀로 봄</translation>
    </message>
    <message>
        <source>Search range in steps of 40 ms to either side</source>
        <translation>양쪽으로 찾을 범위, 40 ms 단위</translation>
    </message>
    <message>
        <source>Select the second track too</source>
        <translation>두 번째 트랙도 선택하세요</translation>
    </message>
    <message>
        <source>Set keyframe</source>
        <translation>키프레임 지정</translation>
    </message>
    <message>
        <source>Set verdict</source>
        <translation>판정 지정</translation>
    </message>
    <message>
        <source>Set verdict of span</source>
        <translation>구간 판정 지정</translation>
    </message>
    <message>
        <source>Shorter side of what the network sees, in pixels; smaller is faster and misses small things</source>
        <translation>신경망이 보는 화면의 짧은 변(픽셀). 작을수록 빠르지만 작은 물체를 놓침</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보이기</translation>
    </message>
    <message>
        <source>Side of what the network sees, in pixels, where the ONNX file does not fix it</source>
        <translation>ONNX 파일에 정해져 있지 않을 때 신경망이 보는 화면의 한 변(픽셀)</translation>
    </message>
    <message>
        <source>Small and fast face detector of OpenCV, with five landmarks; the quick choice without a GPU</source>
        <translation>OpenCV의 작고 빠른 얼굴 검출기, 랜드마크 5개. GPU가 없을 때 빠름</translation>
    </message>
    <message>
        <source>Smallest face, in pixels of the picture that the detector gets</source>
        <translation>가장 작은 얼굴, 검출기가 받는 화면의 픽셀 단위</translation>
    </message>
    <message>
        <source>Smooth track</source>
        <translation>트랙 부드럽게</translation>
    </message>
    <message>
        <source>Snooze finding</source>
        <translation>점검 항목 미루기</translation>
    </message>
    <message>
        <source>Sound alone cannot be reviewed: choose the file that holds the picture</source>
        <translation>소리만으로는 검수할 수 없습니다. 화면이 든 파일을 고르세요</translation>
    </message>
    <message>
        <source>Split the video into shorter ones</source>
        <translation>영상을 더 짧게 나누세요</translation>
    </message>
    <message>
        <source>Split track</source>
        <translation>트랙 나누기</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>시작하는 중</translation>
    </message>
    <message>
        <source>Swap them from here instead</source>
        <translation>대신 여기부터 맞바꾸세요</translation>
    </message>
    <message>
        <source>Swap tracks from here</source>
        <translation>여기부터 트랙 맞바꾸기</translation>
    </message>
    <message>
        <source>SyncNet</source>
        <translation>SyncNet</translation>
    </message>
    <message>
        <source>SyncNet had too little memory on {device} and ran on the CPU</source>
        <translation>{device}의 메모리가 모자라 SyncNet을 CPU에서 실행했습니다</translation>
    </message>
    <message>
        <source>Telling who speaks</source>
        <translation>말하는 사람 찾는 중</translation>
    </message>
    <message>
        <source>The ONNX file</source>
        <translation>ONNX 파일</translation>
    </message>
    <message>
        <source>The checkpoint that belongs to it</source>
        <translation>설정 파일에 맞는 체크포인트</translation>
    </message>
    <message>
        <source>The config file; it is a Python program, so choose only one that you trust</source>
        <translation>설정 파일. Python 프로그램이므로 믿을 수 있는 것만 고르세요</translation>
    </message>
    <message>
        <source>The detector of the published SyncNet pipeline: thorough and slow, best with a GPU; no landmarks</source>
        <translation>공개된 SyncNet 파이프라인의 검출기: 꼼꼼하지만 느려 GPU가 있을 때 알맞음. 랜드마크 없음</translation>
    </message>
    <message>
        <source>The file changed or is damaged: open it again</source>
        <translation>파일이 바뀌었거나 손상되었습니다. 다시 여세요</translation>
    </message>
    <message>
        <source>The last {journal_edits} steps are kept, large ones fewer</source>
        <translation>마지막 {journal_edits}개 작업을 보관하며, 큰 작업은 더 적게 보관합니다</translation>
    </message>
    <message>
        <source>The sizes at which each picture is searched, as factors; 2 finds smaller faces and takes four times as long</source>
        <translation>각 화면에서 얼굴을 찾을 배율. 2로 하면 더 작은 얼굴을 찾지만 시간이 네 배 걸림</translation>
    </message>
    <message>
        <source>There are: {infos}</source>
        <translation>쓸 수 있는 것: {infos}</translation>
    </message>
    <message>
        <source>Track backward</source>
        <translation>뒤로 추적</translation>
    </message>
    <message>
        <source>Track forward</source>
        <translation>앞으로 추적</translation>
    </message>
    <message>
        <source>Trim track</source>
        <translation>트랙 자르기</translation>
    </message>
    <message>
        <source>Truncated</source>
        <translation>잘림</translation>
    </message>
    <message>
        <source>Type a name, such as language</source>
        <translation>language처럼 이름을 입력하세요</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>잠금 풀기</translation>
    </message>
    <message>
        <source>Unlock it first: Track &gt; Lock</source>
        <translation>먼저 트랙 &gt; 잠금으로 푸세요</translation>
    </message>
    <message>
        <source>Visible from here</source>
        <translation>여기부터 보임</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it there</source>
        <translation>끝날 때까지 기다리거나 그쪽에서 멈추세요</translation>
    </message>
    <message>
        <source>Waiting to try again: {why}</source>
        <translation>다시 시도하려고 대기 중: {why}</translation>
    </message>
    <message>
        <source>Watching the mouth</source>
        <translation>입을 살펴보는 중</translation>
    </message>
    <message>
        <source>What to look for: COCO&apos;s names with commas between, such as person, car; empty for all</source>
        <translation>찾을 대상: person, car처럼 쉼표로 나눈 COCO 이름. 비워 두면 모두</translation>
    </message>
    <message>
        <source>What to look for: labels with commas between; empty for all</source>
        <translation>찾을 대상: 쉼표로 나눈 레이블. 비워 두면 모두</translation>
    </message>
    <message>
        <source>Whether the face speaks, step by step; small and quick, also on a CPU</source>
        <translation>얼굴이 말하는지 단계마다 판단. 작고 CPU에서도 빠름</translation>
    </message>
    <message>
        <source>Writing COCO JSON</source>
        <translation>COCO JSON 쓰는 중</translation>
    </message>
    <message>
        <source>YOLO (ONNX file)</source>
        <translation>YOLO(ONNX 파일)</translation>
    </message>
    <message>
        <source>YuNet</source>
        <translation>YuNet</translation>
    </message>
    <message>
        <source>a gap</source>
        <translation>빈틈</translation>
    </message>
    <message>
        <source>a part of the path is not a folder</source>
        <translation>경로의 일부가 폴더가 아닙니다</translation>
    </message>
    <message>
        <source>a part of the project is larger than the file format allows</source>
        <translation>프로젝트의 일부가 파일 형식이 허용하는 크기보다 큽니다</translation>
    </message>
    <message>
        <source>access is denied</source>
        <translation>접근이 거부되었습니다</translation>
    </message>
    <message>
        <source>an attribute needs a name</source>
        <translation>속성값에는 이름이 필요합니다</translation>
    </message>
    <message>
        <source>array {sha} is missing or changed</source>
        <translation>배열 {sha}이(가) 없거나 바뀌었습니다</translation>
    </message>
    <message>
        <source>audio early</source>
        <translation>소리가 빠름</translation>
    </message>
    <message>
        <source>audio late</source>
        <translation>소리가 늦음</translation>
    </message>
    <message>
        <source>both tracks go on here</source>
        <translation>두 트랙 모두 여기서 이어집니다</translation>
    </message>
    <message>
        <source>box jump</source>
        <translation>박스 튐</translation>
    </message>
    <message>
        <source>boxes of no size in the picture</source>
        <translation>화면 안에서 크기가 없는 박스</translation>
    </message>
    <message>
        <source>cannot be read ({detail})</source>
        <translation>읽을 수 없습니다({detail})</translation>
    </message>
    <message>
        <source>confidence too low</source>
        <translation>신뢰도가 너무 낮음</translation>
    </message>
    <message>
        <source>confidence {confidence} is under {floor}</source>
        <translation>신뢰도 {confidence}: 하한 {floor} 미만</translation>
    </message>
    <message>
        <source>config file</source>
        <translation>설정 파일</translation>
    </message>
    <message>
        <source>devices is a list out of {devices}</source>
        <translation>devices는 다음에서 고른 목록이어야 합니다: {devices}</translation>
    </message>
    <message>
        <source>fits the same voice as {other} for {seconds} s</source>
        <translation>{other}와(과) 같은 목소리에 {seconds}초 동안 맞음</translation>
    </message>
    <message>
        <source>the file is too large for a detector</source>
        <translation>검출기 파일로는 너무 큽니다</translation>
    </message>
    <message>
        <source>the file is too large for the weights of {what} ({size} MB)</source>
        <translation>{what} 가중치 파일로는 너무 큽니다({size} MB)</translation>
    </message>
    <message>
        <source>the file of labels cannot be read</source>
        <translation>레이블 파일을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>the file of labels holds none</source>
        <translation>레이블 파일에 레이블이 없습니다</translation>
    </message>
    <message>
        <source>the file of labels is too large</source>
        <translation>레이블 파일이 너무 큽니다</translation>
    </message>
    <message>
        <source>the proxy wants a password ({status})</source>
        <translation>프록시가 비밀번호를 요구합니다 ({status})</translation>
    </message>
    <message>
        <source>the server gets too many requests ({status})</source>
        <translation>서버에 요청이 너무 많습니다 ({status})</translation>
    </message>
    <message>
        <source>the server has no such file ({status})</source>
        <translation>서버에 그런 파일이 없습니다 ({status})</translation>
    </message>
    <message>
        <source>the server has no such file any more ({status})</source>
        <translation>서버에 그 파일이 더 이상 없습니다 ({status})</translation>
    </message>
    <message>
        <source>the server has trouble ({status})</source>
        <translation>서버에 문제가 있습니다 ({status})</translation>
    </message>
    <message>
        <source>the server refuses ({status})</source>
        <translation>서버가 거부했습니다 ({status})</translation>
    </message>
    <message>
        <source>the server refuses it ({status})</source>
        <translation>서버가 거부했습니다 ({status})</translation>
    </message>
    <message>
        <source>the server wants a password ({status})</source>
        <translation>서버가 비밀번호를 요구합니다 ({status})</translation>
    </message>
    <message>
        <source>there is no plugin {id}{why}</source>
        <translation>플러그인이 없습니다: {id}{why}</translation>
    </message>
    <message>
        <source>these are not the weights of YuNet, or the file is damaged</source>
        <translation>YuNet 가중치 파일이 아니거나 파일이 손상되었습니다</translation>
    </message>
    <message>
        <source>these are not the weights of {what}: {problem}</source>
        <translation>{what} 가중치 파일이 아닙니다: {problem}</translation>
    </message>
    <message>
        <source>{half} gives no distances with these weights and is off</source>
        <translation>{half}: 이 가중치로는 거리를 얻을 수 없어 사용하지 않습니다</translation>
    </message>
    <message>
        <source>{name} cannot use {resolved} and runs on the CPU</source>
        <translation>{name}: {resolved} 장치를 쓸 수 없어 CPU에서 실행합니다</translation>
    </message>
    <message>
        <source>{who} does not know the labels: {unknown}</source>
        <translation>{who}에 없는 레이블입니다: {unknown}</translation>
    </message>
    <message>
        <source>create() did not return a {name}</source>
        <translation>create()가 {name}을(를) 돌려주지 않았습니다</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; cannot be done again: what it changed has changed since</source>
        <translation>&quot;{text}&quot;을(를) 다시 실행할 수 없습니다. 바꾼 내용이 그 뒤에 달라졌습니다</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; cannot be undone: what it changed has changed since</source>
        <translation>&quot;{text}&quot;을(를) 취소할 수 없습니다. 바꾼 내용이 그 뒤에 달라졌습니다</translation>
    </message>
    <message>
        <source>Change it in the settings, or look at the page that you got the program from</source>
        <translation>설정에서 바꾸거나, 프로그램을 받은 페이지에서 확인하세요</translation>
    </message>
    <message>
        <source>Check again later, or look at the address of updates in the settings: {address}</source>
        <translation>나중에 다시 확인하거나, 설정에 있는 업데이트 주소를 살펴보세요: {address}</translation>
    </message>
    <message>
        <source>Check the address of updates in the settings</source>
        <translation>설정에 있는 업데이트 주소를 확인하세요</translation>
    </message>
    <message>
        <source>Check the permissions of the folder</source>
        <translation>폴더의 권한을 확인하세요</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>Collecting licences</source>
        <translation>라이선스 모으기</translation>
    </message>
    <message>
        <source>Config file</source>
        <translation>설정 파일</translation>
    </message>
    <message>
        <source>File of labels</source>
        <translation>레이블 파일</translation>
    </message>
    <message>
        <source>Get them in Analysis &gt; Models, or choose another one</source>
        <translation>분석 &gt; 모델에서 받거나 다른 것을 고르세요</translation>
    </message>
    <message>
        <source>Go there by its path</source>
        <translation>경로로 직접 찾아가세요</translation>
    </message>
    <message>
        <source>Go to {address}</source>
        <translation>{address} 주소를 직접 여세요</translation>
    </message>
    <message>
        <source>Install it again</source>
        <translation>다시 설치하세요</translation>
    </message>
    <message>
        <source>Install the program again</source>
        <translation>프로그램을 다시 설치하세요</translation>
    </message>
    <message>
        <source>Install what the program needs again, with `make setup`</source>
        <translation>`make setup`으로 프로그램에 필요한 것을 다시 설치하세요</translation>
    </message>
    <message>
        <source>It begins with https:// or http://; change it in the settings</source>
        <translation>주소는 https:// 또는 http://로 시작합니다. 설정에서 바꾸세요</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>Longer side, px</source>
        <translation>긴 변, 픽셀</translation>
    </message>
    <message>
        <source>Look at the page that you got the program from</source>
        <translation>프로그램을 받은 페이지에서 확인하세요</translation>
    </message>
    <message>
        <source>Looking for a new version</source>
        <translation>새 버전 확인</translation>
    </message>
    <message>
        <source>Lowest confidence</source>
        <translation>최저 신뢰도</translation>
    </message>
    <message>
        <source>Lowest score</source>
        <translation>최저 점수</translation>
    </message>
    <message>
        <source>Lowest score of a point</source>
        <translation>점의 최저 점수</translation>
    </message>
    <message>
        <source>Most boxes</source>
        <translation>최대 박스 수</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>이웃 수</translation>
    </message>
    <message>
        <source>Nothing was taken from it. Ask whoever publishes the program</source>
        <translation>그 내용은 쓰지 않았습니다. 프로그램을 배포하는 곳에 문의하세요</translation>
    </message>
    <message>
        <source>ONNX file</source>
        <translation>ONNX 파일</translation>
    </message>
    <message>
        <source>Overlap (IoU)</source>
        <translation>겹침 (IoU)</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Remove video</source>
        <translation>영상 빼기</translation>
    </message>
    <message>
        <source>Scales</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>Score again</source>
        <translation>다시 측정</translation>
    </message>
    <message>
        <source>Search range, steps</source>
        <translation>탐색 범위, 단계</translation>
    </message>
    <message>
        <source>Set the one of your publisher in the settings, or look at the page that you got the program from</source>
        <translation>배포하는 곳의 주소를 설정에 넣거나, 프로그램을 받은 페이지에서 확인하세요</translation>
    </message>
    <message>
        <source>Shorter side, px</source>
        <translation>짧은 변, 픽셀</translation>
    </message>
    <message>
        <source>Side, px</source>
        <translation>한 변, 픽셀</translation>
    </message>
    <message>
        <source>Smallest face, px</source>
        <translation>가장 작은 얼굴, 픽셀</translation>
    </message>
    <message>
        <source>Somebody may be holding back a newer version: look at the page that you got the program from</source>
        <translation>누군가 새 버전을 감추고 있을 수 있습니다. 프로그램을 받은 페이지에서 확인하세요</translation>
    </message>
    <message>
        <source>Tell whoever publishes the program</source>
        <translation>프로그램을 배포하는 곳에 알려 주세요</translation>
    </message>
    <message>
        <source>a locked track stays as it is</source>
        <translation>잠긴 트랙은 바뀌지 않습니다</translation>
    </message>
    <message>
        <source>audio is early by {offset_ms} ms</source>
        <translation>소리가 {offset_ms} ms 빠름</translation>
    </message>
    <message>
        <source>audio is late by {offset_ms} ms</source>
        <translation>소리가 {offset_ms} ms 늦음</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>cut short</source>
        <translation>잘림</translation>
    </message>
    <message>
        <source>detectable, acceptable</source>
        <translation>느껴지지만 허용됨</translation>
    </message>
    <message>
        <source>edit: {error}</source>
        <translation>편집: {error}</translation>
    </message>
    <message>
        <source>ends {seconds} s before its shot, not at the picture&apos;s edge</source>
        <translation>샷이 끝나기 {seconds}초 전에, 화면 가장자리가 아닌 곳에서 끝남</translation>
    </message>
    <message>
        <source>frames are saved as PNG only</source>
        <translation>프레임은 PNG로만 저장합니다</translation>
    </message>
    <message>
        <source>full</source>
        <translation>단정밀도</translation>
    </message>
    <message>
        <source>half</source>
        <translation>반정밀도</translation>
    </message>
    <message>
        <source>has no video track</source>
        <translation>영상 트랙이 없습니다</translation>
    </message>
    <message>
        <source>in sync</source>
        <translation>싱크 맞음</translation>
    </message>
    <message>
        <source>is a folder, not a video file</source>
        <translation>영상 파일이 아니라 폴더입니다</translation>
    </message>
    <message>
        <source>is not a readable video</source>
        <translation>읽을 수 있는 영상이 아닙니다</translation>
    </message>
    <message>
        <source>it cannot be read: {error}</source>
        <translation>읽을 수 없습니다: {error}</translation>
    </message>
    <message>
        <source>it does not say which steps were undone</source>
        <translation>어느 작업이 취소되었는지 적혀 있지 않습니다</translation>
    </message>
    <message>
        <source>it has no sound</source>
        <translation>소리가 없습니다</translation>
    </message>
    <message>
        <source>it has sound, the video had none</source>
        <translation>원래 영상에 없던 소리가 있습니다</translation>
    </message>
    <message>
        <source>it has {size} instead of {wanted}</source>
        <translation>크기가 {wanted}이(가) 아니라 {size}입니다</translation>
    </message>
    <message>
        <source>it holds a record of kind {kind}</source>
        <translation>종류가 {kind}인 기록이 들어 있습니다</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>비어 있습니다</translation>
    </message>
    <message>
        <source>it is for {program}</source>
        <translation>{program}의 것입니다</translation>
    </message>
    <message>
        <source>it is sent on to an address without encryption</source>
        <translation>암호화되지 않은 주소로 연결됩니다</translation>
    </message>
    <message>
        <source>it is {length} s long, not {expected} s</source>
        <translation>길이가 {expected}초가 아니라 {length}초입니다</translation>
    </message>
    <message>
        <source>it needs what is not installed: {lacking}</source>
        <translation>필요한 것이 설치되어 있지 않습니다: {lacking}</translation>
    </message>
    <message>
        <source>it was cut short</source>
        <translation>잘려 있습니다</translation>
    </message>
    <message>
        <source>its SHA-256 is not the published one: {found}</source>
        <translation>SHA-256 값이 공개된 값과 다릅니다: {found}</translation>
    </message>
    <message>
        <source>its content is not the same, though its length is</source>
        <translation>길이는 같지만 내용이 다릅니다</translation>
    </message>
    <message>
        <source>its figures are no numbers</source>
        <translation>값이 숫자가 아닙니다</translation>
    </message>
    <message>
        <source>its picture is {width} x {height}, not {width2} x {height2} pixels</source>
        <translation>화면이 {width2} x {height2}이(가) 아니라 {width} x {height} 픽셀입니다</translation>
    </message>
    <message>
        <source>its sound cannot be kept while it is compared: {text}</source>
        <translation>비교하는 동안 소리를 담아 둘 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>judged in sync</source>
        <translation>싱크 맞음으로 판정</translation>
    </message>
    <message>
        <source>judged otherwise</source>
        <translation>다르게 판정</translation>
    </message>
    <message>
        <source>keyframes at a time at which the video has no frame</source>
        <translation>영상에 프레임이 없는 시간의 키프레임</translation>
    </message>
    <message>
        <source>label {n}</source>
        <translation>레이블 {n}</translation>
    </message>
    <message>
        <source>landmarks beyond the picture</source>
        <translation>화면 밖에 있는 랜드마크</translation>
    </message>
    <message>
        <source>landmarks of another kind than the category&apos;s</source>
        <translation>범주와 종류가 다른 랜드마크</translation>
    </message>
    <message>
        <source>lips and sound</source>
        <translation>입술과 소리</translation>
    </message>
    <message>
        <source>lost track</source>
        <translation>놓친 트랙</translation>
    </message>
    <message>
        <source>low confidence</source>
        <translation>낮은 신뢰도</translation>
    </message>
    <message>
        <source>masks that do not fit the picture</source>
        <translation>화면 크기와 맞지 않는 마스크</translation>
    </message>
    <message>
        <source>masks without a pixel</source>
        <translation>픽셀이 없는 마스크</translation>
    </message>
    <message>
        <source>meets the criteria</source>
        <translation>기준 충족</translation>
    </message>
    <message>
        <source>missing {span}</source>
        <translation>없음 {span}</translation>
    </message>
    <message>
        <source>neither track goes on here</source>
        <translation>여기에서 이어지는 트랙이 없습니다</translation>
    </message>
    <message>
        <source>next analysis</source>
        <translation>다음 분석</translation>
    </message>
    <message>
        <source>no ONNX file is chosen</source>
        <translation>ONNX 파일을 고르지 않았습니다</translation>
    </message>
    <message>
        <source>no address is set at which new versions are announced</source>
        <translation>새 버전을 알리는 주소가 정해져 있지 않습니다</translation>
    </message>
    <message>
        <source>no announcement: {error}</source>
        <translation>공지의 형식이 아닙니다: {error}</translation>
    </message>
    <message>
        <source>no face is in the picture</source>
        <translation>화면에 얼굴이 없음</translation>
    </message>
    <message>
        <source>no package in {folder}</source>
        <translation>{folder} 안에 패키지가 없습니다</translation>
    </message>
    <message>
        <source>no picture of it can be decoded</source>
        <translation>화면을 하나도 디코딩할 수 없습니다</translation>
    </message>
    <message>
        <source>no picture of it can be decoded any more</source>
        <translation>이제 화면을 하나도 디코딩할 수 없습니다</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>이유 없음</translation>
    </message>
    <message>
        <source>no shift fits better than another</source>
        <translation>더 잘 맞는 이동량이 없습니다</translation>
    </message>
    <message>
        <source>no verdict yet</source>
        <translation>아직 판정 없음</translation>
    </message>
    <message>
        <source>no verdict yet, {others} other finding(s)</source>
        <translation>아직 판정 없음, 다른 점검 항목 {others}개</translation>
    </message>
    <message>
        <source>no visible speaker</source>
        <translation>보이는 화자 없음</translation>
    </message>
    <message>
        <source>no {what} is chosen</source>
        <translation>고르지 않은 파일이 있습니다: {what}</translation>
    </message>
    <message>
        <source>none of its own</source>
        <translation>따로 없음</translation>
    </message>
    <message>
        <source>not acceptable</source>
        <translation>허용되지 않음</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>분석하지 않음</translation>
    </message>
    <message>
        <source>not detectable</source>
        <translation>느껴지지 않음</translation>
    </message>
    <message>
        <source>not scored</source>
        <translation>측정 안 됨</translation>
    </message>
    <message>
        <source>not speaking</source>
        <translation>말하지 않음</translation>
    </message>
    <message>
        <source>nothing moves in the picture</source>
        <translation>화면에 움직임이 없습니다</translation>
    </message>
    <message>
        <source>nothing would be left of one of the tracks</source>
        <translation>두 트랙 중 하나가 남지 않습니다</translation>
    </message>
    <message>
        <source>nothing would be left of the track</source>
        <translation>트랙이 남지 않습니다</translation>
    </message>
    <message>
        <source>of {faces} face(s) none fits</source>
        <translation>얼굴 {faces}개 중 맞는 것이 없음</translation>
    </message>
    <message>
        <source>offset outside</source>
        <translation>오프셋 벗어남</translation>
    </message>
    <message>
        <source>offset too large</source>
        <translation>오프셋이 너무 큼</translation>
    </message>
    <message>
        <source>on {host}</source>
        <translation>컴퓨터 {host}</translation>
    </message>
    <message>
        <source>options is a table of tables</source>
        <translation>options는 표의 표여야 합니다</translation>
    </message>
    <message>
        <source>out of sync</source>
        <translation>싱크 어긋남</translation>
    </message>
    <message>
        <source>outside {away}</source>
        <translation>{away} 밖</translation>
    </message>
    <message>
        <source>own limits of {early} ms early and {late} ms late</source>
        <translation>직접 정한 범위: {early} ms 빠름, {late} ms 늦음</translation>
    </message>
    <message>
        <source>project lock</source>
        <translation>프로젝트 잠금</translation>
    </message>
    <message>
        <source>requires is a list of names of Python modules</source>
        <translation>requires는 Python 모듈 이름의 목록이어야 합니다</translation>
    </message>
    <message>
        <source>same voice</source>
        <translation>같은 목소리</translation>
    </message>
    <message>
        <source>seen for {steps} of at least {min_detections} steps</source>
        <translation>{steps}스텝 동안 보임(최소 {min_detections}스텝)</translation>
    </message>
    <message>
        <source>short gap</source>
        <translation>짧은 빈틈</translation>
    </message>
    <message>
        <source>since {began}</source>
        <translation>{began}부터</translation>
    </message>
    <message>
        <source>slope {start_s}</source>
        <translation>기울기 {start_s}</translation>
    </message>
    <message>
        <source>sound for {seconds} s without a visible speaker ({faces})</source>
        <translation>보이는 화자 없이 {seconds}초 동안 소리가 남({faces})</translation>
    </message>
    <message>
        <source>step {time_s}</source>
        <translation>단계 {time_s}</translation>
    </message>
    <message>
        <source>the YOLO file</source>
        <translation>YOLO 파일</translation>
    </message>
    <message>
        <source>the address is not valid</source>
        <translation>주소가 올바르지 않습니다</translation>
    </message>
    <message>
        <source>the address of updates is not valid: {address}</source>
        <translation>업데이트 주소가 올바르지 않습니다: {address}</translation>
    </message>
    <message>
        <source>the announcement of a new version has the form {schema}, which this version cannot read</source>
        <translation>새 버전 공지가 이 버전이 읽을 수 없는 형식({schema})입니다</translation>
    </message>
    <message>
        <source>the announcement of a new version is signed by nobody that this program knows</source>
        <translation>새 버전 공지에 이 프로그램이 아는 서명이 없습니다</translation>
    </message>
    <message>
        <source>the announcement of a new version is signed, but not right: {why}</source>
        <translation>새 버전 공지의 서명은 맞지만 내용이 올바르지 않습니다: {why}</translation>
    </message>
    <message>
        <source>the announcement of a new version was changed after it was signed</source>
        <translation>새 버전 공지가 서명된 뒤에 바뀌었습니다</translation>
    </message>
    <message>
        <source>the audio gets earlier by {rate} ms a minute, {change} ms in all</source>
        <translation>소리가 1분에 {rate} ms씩, 모두 {change} ms 빨라짐</translation>
    </message>
    <message>
        <source>the audio gets later by {rate} ms a minute, {change} ms in all</source>
        <translation>소리가 1분에 {rate} ms씩, 모두 {change} ms 늦어짐</translation>
    </message>
    <message>
        <source>the best fit ({peak}) does not stand out from what this clip reaches by chance ({null_max})</source>
        <translation>가장 잘 맞는 값({peak})이 이 클립에서 우연히 나오는 값({null_max})보다 두드러지지 않습니다</translation>
    </message>
    <message>
        <source>the best shift lies at the limit of the search ({reach} ms)</source>
        <translation>가장 잘 맞는 이동량이 탐색 범위의 끝({reach} ms)에 있습니다</translation>
    </message>
    <message>
        <source>the box moves by {share} of its size and becomes {size_ratio} times as large within {seconds} s{more}</source>
        <translation>{seconds}초 안에 박스가 크기의 {share}만큼 움직이고 {size_ratio}배가 됨{more}</translation>
    </message>
    <message>
        <source>the cascade of OpenCV cannot be read</source>
        <translation>OpenCV의 캐스케이드를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>the check for updates failed: {why}</source>
        <translation>업데이트를 확인하지 못했습니다: {why}</translation>
    </message>
    <message>
        <source>the clip has no sound to compare the lips with</source>
        <translation>입술과 비교할 소리가 클립에 없습니다</translation>
    </message>
    <message>
        <source>the clip is too short for this scorer, which needs {seconds} s</source>
        <translation>클립이 너무 짧습니다. 이 측정기에는 {seconds}초가 필요합니다</translation>
    </message>
    <message>
        <source>the clip is too short to compare lips and voice: {pictures} pictures and {samples} s of sound, at least 6 pictures and 0.24 s are needed</source>
        <translation>입술과 목소리를 비교하기에는 클립이 너무 짧습니다. 화면 {pictures}개와 소리 {samples}초가 있으며, 화면 6개와 0.24초가 필요합니다</translation>
    </message>
    <message>
        <source>the clip is too short to tell a fit from chance</source>
        <translation>클립이 너무 짧아 우연과 구별할 수 없습니다</translation>
    </message>
    <message>
        <source>the clip is too short to tell whether the face speaks</source>
        <translation>클립이 너무 짧아 얼굴이 말하는지 알 수 없습니다</translation>
    </message>
    <message>
        <source>the comparison gave no finite numbers</source>
        <translation>비교 결과가 유한한 수가 아닙니다</translation>
    </message>
    <message>
        <source>the confidence {confidence} is under the floor of {floor}</source>
        <translation>신뢰도 {confidence}이(가) 하한 {floor}보다 낮습니다</translation>
    </message>
    <message>
        <source>the connection broke off</source>
        <translation>연결이 끊겼습니다</translation>
    </message>
    <message>
        <source>the connection broke off too often</source>
        <translation>연결이 너무 자주 끊겼습니다</translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation>연결이 거부되었습니다</translation>
    </message>
    <message>
        <source>the detector {name} finds {finds}, not {finds2}</source>
        <translation>검출기 {name}의 검출 대상이 {finds2}이(가) 아니라 {finds}입니다</translation>
    </message>
    <message>
        <source>the disk failed or is full; this was not saved ({error})</source>
        <translation>디스크가 고장 났거나 가득 차서 저장하지 못했습니다({error})</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>디스크가 가득 찼습니다</translation>
    </message>
    <message>
        <source>the disk is full; this was not saved</source>
        <translation>디스크가 가득 차서 저장하지 못했습니다</translation>
    </message>
    <message>
        <source>the disk quota is used up</source>
        <translation>디스크 할당량을 다 썼습니다</translation>
    </message>
    <message>
        <source>the distances cannot be written: {why}</source>
        <translation>거리를 쓸 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>the download of {file} failed: {why}</source>
        <translation>{file} 내려받기에 실패했습니다: {why}</translation>
    </message>
    <message>
        <source>the drive or folder of the project is gone; this was not saved</source>
        <translation>프로젝트의 드라이브나 폴더가 없어졌습니다. 이 작업은 저장되지 않았습니다</translation>
    </message>
    <message>
        <source>the export cannot be written: {text}</source>
        <translation>내보낸 파일을 쓸 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the export failed its own check at {item}</source>
        <translation>내보낸 파일이 자체 검사를 통과하지 못했습니다: {item}</translation>
    </message>
    <message>
        <source>the face clip ended after {done} of {count} pictures</source>
        <translation>얼굴 클립이 화면 {count}개 중 {done}개에서 끝났습니다</translation>
    </message>
    <message>
        <source>the face clip ended after {window_pictures} of {count} pictures</source>
        <translation>얼굴 클립이 화면 {count}개 중 {window_pictures}개에서 끝났습니다</translation>
    </message>
    <message>
        <source>the file cannot be read (permission denied)</source>
        <translation>파일을 읽을 수 없습니다(권한 없음)</translation>
    </message>
    <message>
        <source>the file cannot be read ({strerror})</source>
        <translation>파일을 읽을 수 없습니다({strerror})</translation>
    </message>
    <message>
        <source>the file cannot be read: {text}</source>
        <translation>파일을 읽을 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the file changed while it was copied</source>
        <translation>복사하는 동안 파일이 바뀌었습니다</translation>
    </message>
    <message>
        <source>the file does not exist</source>
        <translation>파일이 없습니다</translation>
    </message>
    <message>
        <source>the file does not hold network weights, or is damaged</source>
        <translation>파일에 신경망 가중치가 없거나 손상되었습니다</translation>
    </message>
    <message>
        <source>the file holds a {name}, not a table of tensors</source>
        <translation>파일에 텐서 표가 아니라 {name}이(가) 들어 있습니다</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>파일이 비어 있습니다</translation>
    </message>
    <message>
        <source>the file would be too large</source>
        <translation>파일이 너무 커집니다</translation>
    </message>
    <message>
        <source>the file would run program code when loaded, and was not opened</source>
        <translation>불러올 때 프로그램 코드를 실행하는 파일이라 열지 않았습니다</translation>
    </message>
    <message>
        <source>the file {file} is not downloaded: SyncReview is set to be offline</source>
        <translation>{file} 파일을 내려받지 않습니다: SyncReview가 오프라인으로 설정되어 있습니다</translation>
    </message>
    <message>
        <source>the file {file} is not installed</source>
        <translation>{file} 파일이 설치되어 있지 않습니다</translation>
    </message>
    <message>
        <source>the file {name} cannot be removed: {text}</source>
        <translation>{name} 파일을 삭제할 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the file {name} cannot be written: {text}</source>
        <translation>{name} 파일을 쓸 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the file {name} is being downloaded by another program</source>
        <translation>다른 프로그램이 {name} 파일을 내려받고 있습니다</translation>
    </message>
    <message>
        <source>the folder cannot be made: {text}</source>
        <translation>폴더를 만들 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the folder cannot be read: {text}</source>
        <translation>폴더를 읽을 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the folder cannot be read: {why}</source>
        <translation>폴더를 읽을 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>폴더가 없습니다</translation>
    </message>
    <message>
        <source>the folder is read-only</source>
        <translation>폴더가 읽기 전용입니다</translation>
    </message>
    <message>
        <source>the folder of weights cannot be made: {text}</source>
        <translation>가중치 폴더를 만들 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the frame cannot be saved: {text}</source>
        <translation>프레임을 저장할 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the id {id} is not the folder&apos;s name in small letters</source>
        <translation>id {id}이(가) 소문자로 쓴 폴더 이름이 아닙니다</translation>
    </message>
    <message>
        <source>the installed OpenCV {version} has no cascades</source>
        <translation>설치된 OpenCV {version}에 캐스케이드가 없습니다</translation>
    </message>
    <message>
        <source>the installed torchvision does not know where {file} is</source>
        <translation>설치된 torchvision으로는 {file} 파일이 있는 곳을 알 수 없습니다</translation>
    </message>
    <message>
        <source>the kind {kind} is none of {kinds}</source>
        <translation>종류 {kind}은(는) 다음에 없습니다: {kinds}</translation>
    </message>
    <message>
        <source>the labels in the ONNX file cannot be read ({error})</source>
        <translation>ONNX 파일의 레이블을 읽을 수 없습니다({error})</translation>
    </message>
    <message>
        <source>the licences cannot be collected: {reason}</source>
        <translation>라이선스를 모을 수 없습니다: {reason}</translation>
    </message>
    <message>
        <source>the licences cannot be read: {error}</source>
        <translation>라이선스를 읽을 수 없습니다: {error}</translation>
    </message>
    <message>
        <source>the licences did not come with the program</source>
        <translation>라이선스가 프로그램에 들어 있지 않습니다</translation>
    </message>
    <message>
        <source>the lips do not fit the sound for {seconds} s</source>
        <translation>{seconds}초 동안 입술이 소리와 맞지 않음</translation>
    </message>
    <message>
        <source>the manifest cannot be read ({strerror})</source>
        <translation>매니페스트를 읽을 수 없습니다({strerror})</translation>
    </message>
    <message>
        <source>the manifest is not valid TOML ({error})</source>
        <translation>매니페스트가 올바른 TOML이 아닙니다({error})</translation>
    </message>
    <message>
        <source>the manifest lacks {key} ({name})</source>
        <translation>매니페스트에 {key}({name})이(가) 없습니다</translation>
    </message>
    <message>
        <source>the memory is full ({name})</source>
        <translation>메모리가 가득 찼습니다({name})</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>이름이 너무 깁니다</translation>
    </message>
    <message>
        <source>the network cannot run on {device} ({error})</source>
        <translation>신경망을 {device}에서 실행할 수 없습니다({error})</translation>
    </message>
    <message>
        <source>the network failed ({error})</source>
        <translation>신경망 실행에 실패했습니다({error})</translation>
    </message>
    <message>
        <source>the network has no file to be read again</source>
        <translation>신경망을 다시 읽어 올 파일이 없습니다</translation>
    </message>
    <message>
        <source>the picture cannot be written: {errorstring}</source>
        <translation>그림을 쓸 수 없습니다: {errorstring}</translation>
    </message>
    <message>
        <source>the pictures of the clip end before they should</source>
        <translation>클립의 화면이 예정보다 일찍 끝납니다</translation>
    </message>
    <message>
        <source>the plugin is made for API {api}, this program has {api_version}</source>
        <translation>플러그인은 API {api}용이고, 이 프로그램은 {api_version}입니다</translation>
    </message>
    <message>
        <source>the plugin {id} cannot be used: {reason}</source>
        <translation>플러그인 {id}을(를) 쓸 수 없습니다: {reason}</translation>
    </message>
    <message>
        <source>the plugin {id} has no option {key}</source>
        <translation>플러그인 {id}에 {key} 옵션이 없습니다</translation>
    </message>
    <message>
        <source>the plugin {name} failed ({name2}: {error})</source>
        <translation>플러그인 {name} 실행에 실패했습니다({name2}: {error})</translation>
    </message>
    <message>
        <source>the plugin {name} failed ({name2}: {first})</source>
        <translation>플러그인 {name} 실행에 실패했습니다({name2}: {first})</translation>
    </message>
    <message>
        <source>the plugin {name} gave values that are no probabilities</source>
        <translation>플러그인 {name}에서 확률이 아닌 값이 나왔습니다</translation>
    </message>
    <message>
        <source>the plugin {name} gave {results} results for {part} pictures</source>
        <translation>플러그인 {name}에서 화면 {part}개에 대해 결과 {results}개가 나왔습니다</translation>
    </message>
    <message>
        <source>the plugin {name} gave {shape} probabilities for {count} pictures</source>
        <translation>플러그인 {name}에서 화면 {count}개에 대해 확률 {shape}개가 나왔습니다</translation>
    </message>
    <message>
        <source>the plugin {name} is unusable: {reason}</source>
        <translation>플러그인 {name}을(를) 쓸 수 없습니다: {reason}</translation>
    </message>
    <message>
        <source>the project cannot be read ({strerror})</source>
        <translation>프로젝트를 읽을 수 없습니다({strerror})</translation>
    </message>
    <message>
        <source>the project cannot be written</source>
        <translation>프로젝트를 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>the project cannot be written: {text}</source>
        <translation>프로젝트를 쓸 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the project file could not be used ({error})</source>
        <translation>프로젝트 파일을 쓸 수 없었습니다({error})</translation>
    </message>
    <message>
        <source>the project file is damaged</source>
        <translation>프로젝트 파일이 손상되었습니다</translation>
    </message>
    <message>
        <source>the project file is damaged ({why})</source>
        <translation>프로젝트 파일이 손상되었습니다({why})</translation>
    </message>
    <message>
        <source>the project is closed</source>
        <translation>프로젝트가 닫혀 있습니다</translation>
    </message>
    <message>
        <source>the project is in use by another program; this was not saved</source>
        <translation>다른 프로그램이 프로젝트를 쓰고 있어 저장하지 못했습니다</translation>
    </message>
    <message>
        <source>the project is of an older version and must be upgraded first</source>
        <translation>프로젝트가 이전 버전이라 먼저 변환해야 합니다</translation>
    </message>
    <message>
        <source>the project is open elsewhere: {describe}</source>
        <translation>프로젝트가 다른 곳에서 열려 있습니다: {describe}</translation>
    </message>
    <message>
        <source>the project is read-only here: opened by {describe}</source>
        <translation>여기서는 프로젝트가 읽기 전용입니다: {describe}에서 열림</translation>
    </message>
    <message>
        <source>the project was changed from elsewhere; this was not saved</source>
        <translation>프로젝트가 다른 곳에서 바뀌었습니다. 이 작업은 저장되지 않았습니다</translation>
    </message>
    <message>
        <source>the project was written by a newer SyncReview (schema {version}, this one knows {current_version})</source>
        <translation>더 새로운 SyncReview가 쓴 프로젝트입니다(스키마 {version}, 이 프로그램은 {current_version}까지)</translation>
    </message>
    <message>
        <source>the report cannot be written: {why}</source>
        <translation>보고서를 쓸 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>the scales of S3FD are numbers with commas, not {text}</source>
        <translation>S3FD의 배율은 쉼표로 나눈 수여야 합니다. 지금 값: {text}</translation>
    </message>
    <message>
        <source>the scales of S3FD lie between 0 and 4, not {text}</source>
        <translation>S3FD의 배율은 0과 4 사이여야 합니다. 지금 값: {text}</translation>
    </message>
    <message>
        <source>the server does not answer</source>
        <translation>서버가 응답하지 않습니다</translation>
    </message>
    <message>
        <source>the server has a file of {total}, not of {size}</source>
        <translation>서버에 있는 파일의 크기가 {size}이(가) 아니라 {total}입니다</translation>
    </message>
    <message>
        <source>the server sends an announcement that is older than one seen before</source>
        <translation>서버가 전에 받은 것보다 오래된 공지를 보냅니다</translation>
    </message>
    <message>
        <source>the server sends more than {size}</source>
        <translation>서버가 {size}보다 많은 데이터를 보냅니다</translation>
    </message>
    <message>
        <source>the server sends too much</source>
        <translation>서버가 너무 많은 데이터를 보냅니다</translation>
    </message>
    <message>
        <source>the server sent another part than the one asked for</source>
        <translation>서버가 요청한 것과 다른 부분을 보냈습니다</translation>
    </message>
    <message>
        <source>the server&apos;s certificate is not trusted ({verify_message})</source>
        <translation>서버의 인증서를 신뢰할 수 없습니다({verify_message})</translation>
    </message>
    <message>
        <source>the server&apos;s name is not known</source>
        <translation>서버 이름을 찾을 수 없습니다</translation>
    </message>
    <message>
        <source>the settings cannot be saved: {text}</source>
        <translation>설정을 저장할 수 없습니다: {text}</translation>
    </message>
    <message>
        <source>the sound jumps, before: {before_ms}, after: {after_ms}</source>
        <translation>소리 오프셋이 갑자기 바뀜, 앞: {before_ms}, 뒤: {after_ms}</translation>
    </message>
    <message>
        <source>the sound of {name} cannot be read, so its speakers are told by the lips alone: {user_text}</source>
        <translation>{name}의 소리를 읽을 수 없어 입술만으로 화자를 정했습니다: {user_text}</translation>
    </message>
    <message>
        <source>the span is empty</source>
        <translation>구간이 비어 있습니다</translation>
    </message>
    <message>
        <source>the system has no program that shows folders</source>
        <translation>시스템에 폴더를 보여 주는 프로그램이 없습니다</translation>
    </message>
    <message>
        <source>the system has no program that shows web pages</source>
        <translation>시스템에 웹 페이지를 보여 주는 프로그램이 없습니다</translation>
    </message>
    <message>
        <source>the times of its pictures are counted in another way</source>
        <translation>프레임의 시간을 세는 방식이 다릅니다</translation>
    </message>
    <message>
        <source>the track can only be split inside of it</source>
        <translation>트랙은 그 안에서만 나눌 수 있습니다</translation>
    </message>
    <message>
        <source>the track does not go on here</source>
        <translation>트랙이 여기서 이어지지 않습니다</translation>
    </message>
    <message>
        <source>the track has no box here</source>
        <translation>여기에는 트랙의 박스가 없습니다</translation>
    </message>
    <message>
        <source>the track is not seen there</source>
        <translation>그곳에는 트랙이 보이지 않습니다</translation>
    </message>
    <message>
        <source>the tracks lie in different shots</source>
        <translation>트랙이 서로 다른 샷에 있습니다</translation>
    </message>
    <message>
        <source>the video has no audio</source>
        <translation>영상에 소리가 없습니다</translation>
    </message>
    <message>
        <source>the weights file cannot be read ({error})</source>
        <translation>가중치 파일을 읽을 수 없습니다({error})</translation>
    </message>
    <message>
        <source>the weights file cannot be read ({strerror})</source>
        <translation>가중치 파일을 읽을 수 없습니다({strerror})</translation>
    </message>
    <message>
        <source>the weights file is damaged or was not downloaded completely</source>
        <translation>가중치 파일이 손상되었거나 다 내려받지 못했습니다</translation>
    </message>
    <message>
        <source>the weights file is empty</source>
        <translation>가중치 파일이 비어 있습니다</translation>
    </message>
    <message>
        <source>the weights file is not there</source>
        <translation>가중치 파일이 없습니다</translation>
    </message>
    <message>
        <source>the weights of {name} are not installed</source>
        <translation>{name} 가중치가 설치되어 있지 않습니다</translation>
    </message>
    <message>
        <source>the weights of {name} are not installed: {file}</source>
        <translation>{name} 가중치가 설치되어 있지 않습니다: {file}</translation>
    </message>
    <message>
        <source>the weights {id} of {name} are in no catalogue</source>
        <translation>{name}의 가중치 {id}: 목록에 없습니다</translation>
    </message>
    <message>
        <source>the whole track</source>
        <translation>트랙 전체</translation>
    </message>
    <message>
        <source>there are no weights {id}</source>
        <translation>그런 가중치가 없습니다: {id}</translation>
    </message>
    <message>
        <source>there is a file where the folder should be</source>
        <translation>폴더가 있어야 할 자리에 파일이 있습니다</translation>
    </message>
    <message>
        <source>there is a folder of this name</source>
        <translation>같은 이름의 폴더가 있습니다</translation>
    </message>
    <message>
        <source>there is already a file of this name</source>
        <translation>같은 이름의 파일이 이미 있습니다</translation>
    </message>
    <message>
        <source>there is already a plugin {id}</source>
        <translation>플러그인 {id}이(가) 이미 있습니다</translation>
    </message>
    <message>
        <source>there is no check for updates: SyncReview is set to be offline</source>
        <translation>업데이트를 확인하지 않습니다. SyncReview가 오프라인으로 설정되어 있습니다</translation>
    </message>
    <message>
        <source>there is no decoder for its codec</source>
        <translation>이 코덱의 디코더가 없습니다</translation>
    </message>
    <message>
        <source>there is no device {wanted} on this computer</source>
        <translation>이 컴퓨터에는 {wanted} 장치가 없습니다</translation>
    </message>
    <message>
        <source>there is no landmark here</source>
        <translation>여기에는 랜드마크가 없습니다</translation>
    </message>
    <message>
        <source>there is no room for {name}: it needs {needed}, {free} are free</source>
        <translation>{name}을(를) 저장할 공간이 모자랍니다: 필요한 공간 {needed}, 남은 공간 {free}</translation>
    </message>
    <message>
        <source>there is no sound to compare with</source>
        <translation>비교할 소리가 없습니다</translation>
    </message>
    <message>
        <source>there is no sound to tell by whether the face speaks</source>
        <translation>얼굴이 말하는지 판단할 소리가 없습니다</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>그런 파일이 없습니다</translation>
    </message>
    <message>
        <source>there is no such project</source>
        <translation>그런 프로젝트가 없습니다</translation>
    </message>
    <message>
        <source>there is no such {what}</source>
        <translation>그런 파일이 없습니다: {what}</translation>
    </message>
    <message>
        <source>there is no {kind} {id}</source>
        <translation>{kind} {id}이(가) 없습니다</translation>
    </message>
    <message>
        <source>this build knows nobody whose announcements it could believe</source>
        <translation>이 빌드에는 공지의 서명을 확인할 공개 키가 없습니다</translation>
    </message>
    <message>
        <source>this is another file than the one that was analysed</source>
        <translation>분석한 파일과 다른 파일입니다</translation>
    </message>
    <message>
        <source>this is another video: {why}</source>
        <translation>다른 영상입니다: {why}</translation>
    </message>
    <message>
        <source>this is not a SyncReview project</source>
        <translation>SyncReview 프로젝트가 아닙니다</translation>
    </message>
    <message>
        <source>this is not a file</source>
        <translation>파일이 아닙니다</translation>
    </message>
    <message>
        <source>this is not an ONNX file ({error})</source>
        <translation>ONNX 파일이 아닙니다({error})</translation>
    </message>
    <message>
        <source>this is the project that is open</source>
        <translation>지금 열려 있는 프로젝트입니다</translation>
    </message>
    <message>
        <source>this model of MMDetection</source>
        <translation>이 MMDetection 모델</translation>
    </message>
    <message>
        <source>this network does not answer like a YOLO detector: {error}</source>
        <translation>이 신경망의 출력이 YOLO 검출기의 출력과 다릅니다: {error}</translation>
    </message>
    <message>
        <source>this network takes no single RGB picture</source>
        <translation>이 신경망은 RGB 화면 하나를 입력으로 받지 않습니다</translation>
    </message>
    <message>
        <source>this network takes pictures of {width} x {height}</source>
        <translation>이 신경망이 받는 화면의 크기가 {width} x {height}입니다</translation>
    </message>
    <message>
        <source>this network takes {batch} pictures at once, not one</source>
        <translation>이 신경망은 화면을 한 개가 아니라 한 번에 {batch}개씩 받습니다</translation>
    </message>
    <message>
        <source>this step is too old to be undone</source>
        <translation>너무 오래된 작업이라 취소할 수 없습니다</translation>
    </message>
    <message>
        <source>track {id}</source>
        <translation>트랙 {id}</translation>
    </message>
    <message>
        <source>tracks that are visible in no exported frame</source>
        <translation>내보낸 프레임에 보이지 않는 트랙</translation>
    </message>
    <message>
        <source>two tracks of one video are merged</source>
        <translation>병합은 한 영상의 두 트랙에만 할 수 있습니다</translation>
    </message>
    <message>
        <source>two tracks of one video are needed</source>
        <translation>한 영상의 트랙 두 개가 필요합니다</translation>
    </message>
    <message>
        <source>two tracks of one video are swapped</source>
        <translation>맞바꾸기는 한 영상의 두 트랙에만 할 수 있습니다</translation>
    </message>
    <message>
        <source>weights is a table of tables</source>
        <translation>weights는 표의 표여야 합니다</translation>
    </message>
    <message>
        <source>what the server sends is no announcement of a new version</source>
        <translation>서버가 보내는 것은 새 버전 공지가 아닙니다</translation>
    </message>
    <message>
        <source>what the server sends is not the file of the catalogue</source>
        <translation>서버가 보낸 파일이 목록에 있는 파일과 다릅니다</translation>
    </message>
    <message>
        <source>whole picture</source>
        <translation>화면 전체</translation>
    </message>
    <message>
        <source>{dtype} is no type of ours</source>
        <translation>{dtype}은(는) 쓰지 않는 형식입니다</translation>
    </message>
    <message>
        <source>{error} is missing</source>
        <translation>{error} 항목이 없습니다</translation>
    </message>
    <message>
        <source>{extra} tensors are unknown, such as {extra2}</source>
        <translation>모르는 텐서 {extra}개, 예: {extra2}</translation>
    </message>
    <message>
        <source>{frames} frame</source>
        <translation>{frames}프레임</translation>
    </message>
    <message>
        <source>{frames} frames</source>
        <translation>{frames}프레임</translation>
    </message>
    <message>
        <source>{free} of {total} GiB free</source>
        <translation>전체 {total} GiB 중 {free} GiB 남음</translation>
    </message>
    <message>
        <source>{gaps} gaps, the longest</source>
        <translation>빈틈 {gaps}개, 가장 긴 것</translation>
    </message>
    <message>
        <source>{half} moves distances by up to {moved} with these weights and is off</source>
        <translation>이 가중치에서는 {half} 계산으로 거리가 최대 {moved} 달라져 쓰지 않습니다</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours}시간 {minutes}분</translation>
    </message>
    <message>
        <source>{key} is one of {allowed}, not {key2}</source>
        <translation>{key} 값은 다음 중 하나여야 합니다: {allowed}. 지금 값: {key2}</translation>
    </message>
    <message>
        <source>{kind}: {error}</source>
        <translation>{kind}: {error}</translation>
    </message>
    <message>
        <source>{minutes} min {rest} s</source>
        <translation>{minutes}분 {rest}초</translation>
    </message>
    <message>
        <source>{missing} of {needed} tensors are missing, such as {missing2}</source>
        <translation>텐서 {needed}개 중 {missing}개가 없음, 예: {missing2}</translation>
    </message>
    <message>
        <source>{name} had too little memory on {device} and ran on the CPU</source>
        <translation>{name}: {device}의 메모리가 모자라 CPU에서 실행했습니다</translation>
    </message>
    <message>
        <source>{name} has the shape {shape}, not {shape2}</source>
        <translation>{name}의 모양이 {shape2}이(가) 아니라 {shape}입니다</translation>
    </message>
    <message>
        <source>{name} holds values that are not finite</source>
        <translation>{name}에 유한하지 않은 값이 있습니다</translation>
    </message>
    <message>
        <source>{name} is not a tensor of real numbers</source>
        <translation>{name}은(는) 실수 텐서가 아닙니다</translation>
    </message>
    <message>
        <source>{name} is not the published SyncNet file (its SHA-256 is {sha256}): offsets and confidences may not be comparable with published ones</source>
        <translation>{name}은(는) 공개된 SyncNet 파일이 아닙니다(SHA-256: {sha256}). 오프셋과 신뢰도를 공개된 값과 비교하지 못할 수 있습니다</translation>
    </message>
    <message>
        <source>{name} without {name2}</source>
        <translation>{name}에 {name2}이(가) 없습니다</translation>
    </message>
    <message>
        <source>{offset_ms}, {excess_ms} ms outside the tolerance of {early_ms} ms early and {late_ms} ms late{stale}</source>
        <translation>{offset_ms}, 허용 범위(빠름 {early_ms} ms, 늦음 {late_ms} ms)를 {excess_ms} ms 벗어남{stale}</translation>
    </message>
    <message>
        <source>{other} begins {seconds} s after it at the same place: one face?</source>
        <translation>{other}: {seconds}초 뒤 같은 자리에서 시작, 같은 얼굴?</translation>
    </message>
    <message>
        <source>{reason}; another face fits the sound meanwhile</source>
        <translation>{reason}. 그동안 다른 얼굴이 소리와 맞습니다</translation>
    </message>
    <message>
        <source>{several} of {seconds} s</source>
        <translation>{several}: {seconds}초</translation>
    </message>
    <message>
        <source>{size} px large on average (at least {min_size})</source>
        <translation>평균 크기 {size} px(최소 {min_size})</translation>
    </message>
    <message>
        <source>{stale} tracks were changed after their sync was measured</source>
        <translation>싱크를 측정한 뒤에 바뀐 트랙 {stale}개</translation>
    </message>
    <message>
        <source>{value} is no fraction</source>
        <translation>{value}은(는) 분수가 아닙니다</translation>
    </message>
    <message>
        <source>{value} where {kind} was expected</source>
        <translation>{kind} 자리에 {value}</translation>
    </message>
    <message>
        <source>{whole} s</source>
        <translation>{whole}초</translation>
    </message>
</context>
<context>
    <name>correction</name>
    <message>
        <source>No track: by hand</source>
        <translation>트랙 없음: 직접 입력</translation>
    </message>
    <message>
        <source>Not scored: by hand</source>
        <translation>측정 안 됨: 직접 입력</translation>
    </message>
    <message>
        <source>Not sure here: of the track</source>
        <translation>여기는 불확실: 트랙 값</translation>
    </message>
    <message>
        <source>Undetermined: by hand</source>
        <translation>미확정: 직접 입력</translation>
    </message>
    <message>
        <source>no track is selected</source>
        <translation>선택한 트랙 없음</translation>
    </message>
    <message>
        <source>sound advanced by {ms} ms</source>
        <translation>앞당김 {ms} ms</translation>
    </message>
    <message>
        <source>sound as it is</source>
        <translation>소리 그대로</translation>
    </message>
    <message>
        <source>sound delayed by {ms} ms</source>
        <translation>늦춤 {ms} ms</translation>
    </message>
    <message>
        <source>{track} has no sure local offset: its whole offset</source>
        <translation>{track}: 확실한 국소 오프셋이 없어 전체 오프셋을 씁니다</translation>
    </message>
    <message>
        <source>{track} is not in the picture here</source>
        <translation>{track}: 이 지점의 화면에 없음</translation>
    </message>
    <message>
        <source>{track} is not scored</source>
        <translation>{track}: 측정 안 됨</translation>
    </message>
    <message>
        <source>{track} is undetermined</source>
        <translation>{track}: 미확정</translation>
    </message>
    <message>
        <source>{why}: by hand</source>
        <translation>{why}: 직접 입력</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>Categories: {names}</source>
        <translation>범주: {names}</translation>
    </message>
    <message>
        <source>Export COCO</source>
        <translation>COCO 내보내기</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>내보낸 파일: {path}</translation>
    </message>
    <message>
        <source>Images: {images} · boxes: {annotations} · tracks: {tracks} · videos: {videos}</source>
        <translation>이미지 {images}개 · 박스 {annotations}개 · 트랙 {tracks}개 · 영상 {videos}개</translation>
    </message>
    <message>
        <source>Left out:</source>
        <translation>뺀 것:</translation>
    </message>
    <message>
        <source>Nothing was left out.</source>
        <translation>뺀 것이 없습니다.</translation>
    </message>
</context>
<context>
    <name>findings</name>
    <message>
        <source>Box jumps</source>
        <translation>박스 튐</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>빈틈</translation>
    </message>
    <message>
        <source>Lost track</source>
        <translation>놓친 트랙</translation>
    </message>
    <message>
        <source>Low confidence</source>
        <translation>낮은 신뢰도</translation>
    </message>
    <message>
        <source>No visible speaker</source>
        <translation>보이는 화자 없음</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>오프셋</translation>
    </message>
    <message>
        <source>Same voice</source>
        <translation>같은 목소리</translation>
    </message>
    <message>
        <source>Undetermined</source>
        <translation>미확정</translation>
    </message>
    <message>
        <source>Unreviewed</source>
        <translation>검수 전</translation>
    </message>
</context>
<context>
    <name>gestures</name>
    <message>
        <source>Alt+arrows</source>
        <translation>Alt+화살표</translation>
    </message>
    <message>
        <source>Cancel drawing or dragging</source>
        <translation>그리기나 끌기 취소</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>클릭</translation>
    </message>
    <message>
        <source>Click a box</source>
        <translation>박스 클릭</translation>
    </message>
    <message>
        <source>Click a track&apos;s bar</source>
        <translation>트랙 막대 클릭</translation>
    </message>
    <message>
        <source>Double click beside the boxes</source>
        <translation>박스 바깥 두 번 클릭</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>끌기</translation>
    </message>
    <message>
        <source>Drag a box or its handles</source>
        <translation>박스나 모서리 끌기</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Fit picture</source>
        <translation>화면에 맞추기</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>그 지점으로 이동</translation>
    </message>
    <message>
        <source>Middle drag, Space+drag</source>
        <translation>가운데 단추로 끌기, Space+끌기</translation>
    </message>
    <message>
        <source>Mouse: picture</source>
        <translation>마우스: 화면</translation>
    </message>
    <message>
        <source>Mouse: timeline</source>
        <translation>마우스: 타임라인</translation>
    </message>
    <message>
        <source>Move along the time</source>
        <translation>시간 축 이동</translation>
    </message>
    <message>
        <source>Move or resize it: sets a keyframe</source>
        <translation>박스를 옮기거나 크기 변경: 키프레임이 됨</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>화면 옮기기</translation>
    </message>
    <message>
        <source>Scrub</source>
        <translation>스크러빙</translation>
    </message>
    <message>
        <source>Select its track</source>
        <translation>그 트랙 선택</translation>
    </message>
    <message>
        <source>Shift+wheel, middle drag</source>
        <translation>Shift+휠, 가운데 단추로 끌기</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>휠</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>커서 위치에서 확대·축소</translation>
    </message>
</context>
<context>
    <name>go_to</name>
    <message>
        <source>No frame has this timecode.</source>
        <translation>이 타임코드에 해당하는 프레임이 없습니다.</translation>
    </message>
    <message>
        <source>The frame rate varies: there is no timecode.</source>
        <translation>프레임 속도가 일정하지 않아 타임코드가 없습니다.</translation>
    </message>
    <message>
        <source>The frames go from 0 to {last}.</source>
        <translation>프레임 번호는 0부터 {last}까지입니다.</translation>
    </message>
    <message>
        <source>The pts go from {first} to {last}.</source>
        <translation>pts는 {first}부터 {last}까지입니다.</translation>
    </message>
    <message>
        <source>The timecodes end at {last}.</source>
        <translation>타임코드는 {last}까지입니다.</translation>
    </message>
    <message>
        <source>The video ends at {end}.</source>
        <translation>영상은 {end}에 끝납니다.</translation>
    </message>
    <message>
        <source>This is no time, frame or pts.</source>
        <translation>시간, 프레임 또는 pts가 아닙니다.</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Other</source>
        <translation>기타</translation>
    </message>
    <message>
        <source>confirming what was typed or chosen</source>
        <translation>입력하거나 고른 것 확인</translation>
    </message>
    <message>
        <source>going up and down</source>
        <translation>위아래로 옮기기</translation>
    </message>
    <message>
        <source>moving the picture</source>
        <translation>화면 옮기기</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>&amp;Analysis</source>
        <translation>분석(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Box</source>
        <translation>박스(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Colour of boxes</source>
        <translation>박스 색(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>이동(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>재생(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>최근 파일(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>검수(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Sound</source>
        <translation>소리(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Track</source>
        <translation>트랙(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Verdict</source>
        <translation>판정(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>Follow the pla&amp;yhead</source>
        <translation>재생 위치 따라가기(&amp;Y)</translation>
    </message>
    <message>
        <source>La&amp;nes</source>
        <translation>레인(&amp;N)</translation>
    </message>
    <message>
        <source>La&amp;nguage</source>
        <translation>언어(&amp;N)</translation>
    </message>
    <message>
        <source>Verdict of the &amp;marked span</source>
        <translation>표시한 구간의 판정(&amp;M)</translation>
    </message>
</context>
<context>
    <name>painting</name>
    <message>
        <source>Nearest picture: {time}</source>
        <translation>가장 가까운 화면: {time}</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source> · verdict: {v}</source>
        <translation> · 판정: {v}</translation>
    </message>
    <message>
        <source>0 ms</source>
        <translation>0 ms</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Auto: {device}</source>
        <translation>자동: {device}</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>신뢰도</translation>
    </message>
    <message>
        <source>Distance matrix of the selected track: bright where lips and sound match,
above the middle if the audio is early, below it if it is late.</source>
        <translation>선택한 트랙의 거리 행렬: 입술과 소리가 맞는 곳이 밝습니다.
소리가 빠르면 가운데보다 위, 늦으면 아래입니다.</translation>
    </message>
    <message>
        <source>How loud low sounds (below) and high sounds (above) are.</source>
        <translation>낮은 소리(아래)와 높은 소리(위)의 크기입니다.</translation>
    </message>
    <message>
        <source>How much better lips and sound fit here at the offset of the track than at a typical other offset.</source>
        <translation>여기에서 트랙의 오프셋일 때 입술과 소리가 다른 오프셋보다 얼마나 더 잘 맞는지 나타냅니다.</translation>
    </message>
    <message>
        <source>How probable a speaker model takes it that each face speaks; the line: 50 %.
The model is chosen in the settings, under analysis.</source>
        <translation>화자 모델이 판단한, 각 얼굴이 말하고 있을 확률입니다. 선: 50 %.
모델은 설정의 분석에서 고릅니다.</translation>
    </message>
    <message>
        <source>How probable the speaker model takes it that this face speaks, by the movement of its lips and by the sound. From 50 % on (the line) it may be who speaks.</source>
        <translation>화자 모델이 입술의 움직임과 소리로 판단한, 이 얼굴이 말하고 있을 확률입니다. 50 %(선)부터는 말하는 사람일 수 있습니다.</translation>
    </message>
    <message>
        <source>How sure the sync result is at each moment; shaded: undetermined.</source>
        <translation>순간마다 싱크 결과가 얼마나 확실한지. 음영: 미확정.</translation>
    </message>
    <message>
        <source>Keyframes at the lower edge: long ones by a person, blue ones by tracking,
short ones by the detector. Hatched: outside. Dot: verdict of the track;
strip above: verdict of a span. Double click: to its start. Ctrl+wheel: scroll.</source>
        <translation>아래 눈금은 키프레임: 긴 것은 사람, 파란 것은 추적,
짧은 것은 검출기. 빗금: 화면 밖. 점: 트랙의 판정,
위쪽 띠: 구간의 판정. 두 번 클릭: 시작으로. Ctrl+휠: 스크롤.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>Reading the sound…</source>
        <translation>소리를 읽는 중…</translation>
    </message>
    <message>
        <source>Runs of frames between two cuts.
Double click: to its start.</source>
        <translation>컷과 컷 사이의 프레임.
두 번 클릭: 시작으로.</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>샷</translation>
    </message>
    <message>
        <source>Something unexpected went wrong.</source>
        <translation>예상하지 못한 문제가 생겼습니다.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>소리</translation>
    </message>
    <message>
        <source>Sound is back, through {device}.</source>
        <translation>소리가 다시 나옵니다: {device}</translation>
    </message>
    <message>
        <source>Speaking</source>
        <translation>발화 확률</translation>
    </message>
    <message>
        <source>Speaking: analyse with a speaker model to see it</source>
        <translation>발화 확률: 화자 모델로 분석하면 보입니다</translation>
    </message>
    <message>
        <source>Speaking: could not be prepared</source>
        <translation>발화 확률: 준비하지 못했습니다</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>스펙트로그램</translation>
    </message>
    <message>
        <source>Sync map</source>
        <translation>싱크 맵</translation>
    </message>
    <message>
        <source>The boxes changed since: score it again.</source>
        <translation>그 뒤에 박스가 바뀌었습니다. 다시 측정하세요.</translation>
    </message>
    <message>
        <source>The dashed line is the offset of the whole track: {words}.</source>
        <translation>파선은 트랙 전체의 오프셋입니다: {words}.</translation>
    </message>
    <message>
        <source>The sound cannot be played: {why}</source>
        <translation>소리를 재생할 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>The sound could not be read.</source>
        <translation>소리를 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The sound device does not play any more: playing silently.</source>
        <translation>소리 장치가 더는 재생하지 않습니다. 소리 없이 재생합니다.</translation>
    </message>
    <message>
        <source>The sound is empty.</source>
        <translation>소리가 비어 있습니다.</translation>
    </message>
    <message>
        <source>The video file is missing.</source>
        <translation>영상 파일이 없습니다.</translation>
    </message>
    <message>
        <source>The waveform of the sound; quiet sound is drawn larger.</source>
        <translation>소리의 파형. 작은 소리는 크게 그립니다.</translation>
    </message>
    <message>
        <source>The white line is the offset in a window around here: {words}.</source>
        <translation>흰 선은 이 부근의 오프셋입니다: {words}.</translation>
    </message>
    <message>
        <source>The whole video: findings above, how many tracks there are, and the verdicts below.
Drag the frame to move, its edges to zoom; click to go there.</source>
        <translation>영상 전체: 위는 점검 항목, 가운데는 트랙 수, 아래는 판정.
틀을 끌면 이동, 가장자리를 끌면 확대, 클릭하면 그 위치로 이동.</translation>
    </message>
    <message>
        <source>There is no sound device: playing silently.</source>
        <translation>소리 장치가 없습니다. 소리 없이 재생합니다.</translation>
    </message>
    <message>
        <source>This video has no sound.</source>
        <translation>이 영상에는 소리가 없습니다.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>트랙</translation>
    </message>
    <message>
        <source>Under {floor} (shaded) this tells nothing: undetermined, or nobody speaks.</source>
        <translation>{floor} 미만(음영)이면 알 수 없습니다: 미확정이거나 아무도 말하지 않음.</translation>
    </message>
    <message>
        <source>What you did until now is in the project file. The details help whoever mends the program.</source>
        <translation>지금까지 한 작업은 프로젝트 파일에 저장되어 있습니다. 자세한 내용은 프로그램을 고치는 데 도움이 됩니다.</translation>
    </message>
    <message>
        <source>Wheel: zoom. Shift+wheel or middle-drag: move. Drag: scrub.
Shift+drag or Alt+drag: mark a span. Right click: more.</source>
        <translation>휠: 확대. Shift+휠 또는 가운데 끌기: 이동. 끌기: 탐색.
Shift+끌기 또는 Alt+끌기: 구간 표시. 오른쪽 클릭: 더 보기.</translation>
    </message>
    <message>
        <source>Which of the tracks speaks.</source>
        <translation>어느 트랙이 말하는지.</translation>
    </message>
    <message>
        <source>Who speaks</source>
        <translation>말하는 사람</translation>
    </message>
    <message>
        <source>about {n} min left</source>
        <translation>약 {n}분 남음</translation>
    </message>
    <message>
        <source>about {n} s left</source>
        <translation>약 {n}초 남음</translation>
    </message>
    <message>
        <source>audio is early by {ms} ms</source>
        <translation>소리가 {ms} ms 빠름</translation>
    </message>
    <message>
        <source>audio is late by {ms} ms</source>
        <translation>소리가 {ms} ms 늦음</translation>
    </message>
    <message>
        <source>early {ms} ms</source>
        <translation>{ms} ms 빠름</translation>
    </message>
    <message>
        <source>hatched: outside the picture</source>
        <translation>빗금: 화면 밖</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>숨김</translation>
    </message>
    <message>
        <source>in sync</source>
        <translation>싱크 맞음</translation>
    </message>
    <message>
        <source>late {ms} ms</source>
        <translation>{ms} ms 늦음</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>잠김</translation>
    </message>
    <message>
        <source>not scored</source>
        <translation>측정 안 됨</translation>
    </message>
    <message>
        <source>not speaking</source>
        <translation>말하지 않음</translation>
    </message>
    <message>
        <source>out of sync</source>
        <translation>싱크 어긋남</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>undetermined</source>
        <translation>미확정</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>불확실</translation>
    </message>
    <message>
        <source>voice-over</source>
        <translation>보이스오버</translation>
    </message>
    <message>
        <source>{name} {text}.</source>
        <translation>{name}: {text}.</translation>
    </message>
    <message>
        <source>{time}: bright here means that lips and sound fit best if {words}.</source>
        <translation>{time}: 여기가 밝으면 {words}일 때 입술과 소리가 가장 잘 맞습니다.</translation>
    </message>
    <message>
        <source>{time}: {level} dB at about {hz}</source>
        <translation>{time}: 약 {hz}에서 {level} dB</translation>
    </message>
    <message>
        <source>{track} at {time}: frame confidence {value}</source>
        <translation>{time}, {track}: 프레임 신뢰도 {value}</translation>
    </message>
    <message>
        <source>{track} at {time}: speaks with {percent} %</source>
        <translation>{time}, {track}: 말할 확률 {percent} %</translation>
    </message>
    <message>
        <source>{track} speaks from {start} to {end}</source>
        <translation>{track}: {start}부터 {end}까지 말함</translation>
    </message>
</context>
</TS>
